using System.Text.Encodings.Web;
using System.Text.Json;

namespace PdmpAnalytics.Review.Referral;

/// <summary>A packet as JSON: members in a fixed order, LF line ends, so that equal content is equal text.</summary>
public static class PacketJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(PacketContent content) => JsonSerializer.Serialize(content, Options);

    public static PacketContent Read(string json) =>
        JsonSerializer.Deserialize<PacketContent>(json, Options) ?? throw new InvalidOperationException("The packet is empty.");
}
