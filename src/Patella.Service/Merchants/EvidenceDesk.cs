using Patella.Platform.Storage;
using Patella.Service.Cases;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Merchants;

/// <summary>Looks at what a proposal rests on: that it is there, and about this shop where it says whose it is.</summary>
internal sealed class EvidenceDesk(CaseStore cases, ConversationStore conversations)
{
    public const string Case = "case";
    public const string Conversation = "conversation";
    public const int Most = 50;

    private static readonly string[] Kinds = [Case, Conversation];

    public static void Check(IReadOnlyList<ShopEvidence>? evidence, Validation check)
    {
        check.Must(evidence is { Count: >= 1 and <= Most }, "/evidence", $"Must be 1 to {Most} cases or conversations.");
        foreach (var (index, one) in (evidence ?? []).Take(Most).Index())
        {
            check.OneOf(one?.Kind, $"/evidence/{index}/kind", Kinds).Id(one?.Id, $"/evidence/{index}/id");
        }
    }

    /// <summary>Null when all of it holds.</summary>
    public async Task<Problem?> Refuse(IReader reader, string shop, IReadOnlyList<ShopEvidence> evidence)
    {
        foreach (var (index, one) in evidence.Index())
        {
            if (one.Kind == Conversation ? await conversations.Find(reader, one.Id!) is null : await cases.Find(reader, one.Id!) is null)
            {
                return Problem.Invalid($"/evidence/{index}/id", "This is not here.");
            }

            if (one.Kind == Case && (await cases.Find(reader, one.Id!))!.Merchant is { } other && other != shop)
            {
                return Problem.Invalid($"/evidence/{index}/id", "This is about another shop.");
            }
        }

        return null;
    }
}
