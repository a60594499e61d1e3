using System.CommandLine;
using System.Text;
using PdmpAnalytics.Review.Referral;

namespace PdmpAnalytics.Cli;

internal sealed class QueuePacketCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<string> _out = new("--out") { Description = "The file to write; - for standard output.", HelpName = "file", Required = true };
    private readonly Option<string> _format = new("--format") { Description = "html or json.", DefaultValueFactory = _ => "html" };
    private readonly Option<string> _user = CommonOptions.User();

    public QueuePacketCommand()
        : base(
            "packet",
            "Writes the case packet of an alert, identity included; the same alert unchanged gives the same bytes.",
            "queue packet 12 --out packet.html",
            "queue packet 12 --out packet.json --format json")
    {
        Add(_id);
        Add(_out);
        Add(_format);
        Add(_user);
        _format.AcceptOnlyFromAmong("html", "json");
        Does(async session =>
        {
            var format = session.Value(_format)!;
            var made = await session.Service<ReferralService>().PacketAsync(session.Value(_id), session.Value(_user)!, format, session.Cancellation);
            if (made.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            var packet = made.Value;
            var text = format == "json" ? packet.Content : PacketHtml.Write(PacketJson.Read(packet.Content), packet.Sha256);
            await OutputFile.WriteAsync(session.Value(_out)!, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(text), session.Cancellation).AsTask());
            session.Terminal.Note($"Packet {packet.Id} holds patient data: handle it as such. SHA-256 {packet.Sha256}.");
            return ExitCodes.Ok;
        });
    }
}
