using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace PdmpAnalytics.CommandHost;

/// <summary>
/// The three standard streams of this process, for a while files: by descriptor, so that what opens standard output as bytes
/// (an export to <c>-</c>) meets them as well as what writes by <see cref="Console"/>.
/// </summary>
internal static partial class StandardStreams
{
    /// <summary>Points the streams at files; what was written by <see cref="Console"/> before must be flushed.</summary>
    /// <exception cref="Win32Exception">A descriptor could not be changed.</exception>
    public static void Use(string? input, string output, string error)
    {
        Replace(0, File.OpenHandle(input ?? "/dev/null"));
        Replace(1, File.OpenHandle(output, FileMode.Create, FileAccess.Write, FileShare.ReadWrite));
        Replace(2, File.OpenHandle(error, FileMode.Create, FileAccess.Write, FileShare.ReadWrite));
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetIn(new StreamReader(Console.OpenStandardInput(), utf8));
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true });
        Console.SetError(new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true });
    }

    /// <summary>A stream of its own for what a descriptor is now, which stays when the descriptor is changed.</summary>
    public static FileStream Keep(int descriptor, FileAccess access) =>
        new(new Microsoft.Win32.SafeHandles.SafeFileHandle(Checked(Dup(descriptor)), ownsHandle: true), access, bufferSize: 1);

    private static void Replace(int descriptor, Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        using (file)
        {
            Checked(Dup2((int)file.DangerousGetHandle(), descriptor));
        }
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);
}
