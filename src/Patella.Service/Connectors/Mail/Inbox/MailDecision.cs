using Patella.Service.Connectors.Mail.Reading;

namespace Patella.Service.Connectors.Mail.Inbox;

/// <summary>What the store knows that matters for a mail.</summary>
/// <param name="HasTwin">The same mail was taken before.</param>
/// <param name="IsFromUs">One of our own mailboxes wrote it, or this installation.</param>
/// <param name="LastHour">Mails of this sender in the hour before.</param>
/// <param name="Forced">Staff said that it is a person's message.</param>
internal sealed record MailFacts(bool HasTwin, bool IsFromUs, int LastHour, bool Forced);

/// <summary>Decides what a mail is. Pure.</summary>
internal static class MailDecision
{
    /// <summary>Mails of one address in an hour after which it is a machine that answers a machine.</summary>
    public const int MostPerHour = 30;

    public static (string Kind, string? Reason) Of(MailReading mail, MailFacts facts)
    {
        if (facts.Forced)
        {
            return (MailKind.Message, null);
        }

        if (facts.HasTwin)
        {
            return (MailKind.Duplicate, "taken-before");
        }

        if (facts.IsFromUs)
        {
            return (MailKind.Loop, "our-own");
        }

        if (mail.Bounce is { } bounce)
        {
            return (MailKind.Bounce, bounce.Status);
        }

        if (mail.IsAutomatic)
        {
            return (MailKind.AutoReply, null);
        }

        if (facts.LastHour >= MostPerHour)
        {
            return (MailKind.Loop, "too-many");
        }

        return (mail.IsList ? MailKind.List : MailKind.Message, null);
    }
}
