using Patella.Platform.Storage;

namespace Patella.Service.Parties.Revealing;

/// <summary>Why somebody may see a masked field. Wire words, append only: a word, never free text, so that the trail holds no personal data.</summary>
public static class RevealReasons
{
    public static readonly IReadOnlyList<string> All = ["call-back", "delivery", "identity-check", "refund", "safety", "legal"];
}

/// <summary>How much is shown to whom.</summary>
/// <param name="QuotaByGrade">Fields a day, by grade; 0 to 1,000.</param>
/// <param name="OpenAtHand">Kinds of fields that stand open to whoever has the conversation in hand; their opening is audited once a day.</param>
public sealed record RevealPolicy(IReadOnlyDictionary<string, int> QuotaByGrade, IReadOnlyList<string> OpenAtHand)
{
    public const string Key = "reveal-policy";

    public static readonly RevealPolicy Default = new(new Dictionary<string, int> { ["trainee"] = 5, ["standard"] = 20, ["senior"] = 50 }, []);
}

/// <summary>POST /consumers/{id}/reveals.</summary>
/// <param name="Id">Made by the caller: the same again shows the same and counts once.</param>
/// <param name="Field">The field's handle, from the person's page.</param>
/// <param name="Reason">One of <see cref="RevealReasons.All"/>.</param>
/// <param name="Conversation">The conversation it is for.</param>
public sealed record RevealRequest(string? Id, string? Field, string? Reason, string? Conversation);

/// <summary>A field unmasked. <paramref name="LeftToday"/>: how many more may be seen today.</summary>
public sealed record RevealedField(string Field, string Kind, string Value, int LeftToday);

/// <summary>
/// Whether somebody has a task in hand that concerns a person. Declared here and implemented by the capabilities above that hand out work.
/// </summary>
public interface ITaskAtHand
{
    /// <param name="persons">All ids of the one person.</param>
    /// <returns>True when this conversation (or case) is this person's and stands assigned to this member of staff now.</returns>
    Task<bool> Has(IReader reader, string staff, IReadOnlyList<string> persons, string subject);
}
