using System.Globalization;
using PdmpAnalytics.Auditing;

namespace PdmpAnalytics.Cli;

internal sealed class AuditVerifyCommand : PdmpCommand
{
    public AuditVerifyCommand()
        : base("verify", "Reads the whole audit log and checks that no event was changed, removed or inserted.", "audit verify")
    {
        Does(async session =>
        {
            using var progress = new ProgressLine(session.Terminal, "verify", "events");
            var verification = await session.Service<AuditLog>().VerifyAsync(
                new Relay<long>(events => progress.Update(events, null)), session.Cancellation);
            progress.Dispose();
            if (verification.Fault is { } fault)
            {
                session.Terminal.Error(string.Create(CultureInfo.InvariantCulture, $"the audit log was tampered with at event {fault.Sequence}: {fault.Message}."));
                return ExitCodes.Storage;
            }

            session.Terminal.Data.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verification.Events} events, the chain is whole"));
            return ExitCodes.Ok;
        });
    }
}
