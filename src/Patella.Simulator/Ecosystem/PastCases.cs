namespace Patella.Simulator.Ecosystem;

/// <summary>A finished case, as the import takes it: one JSON line each.</summary>
/// <param name="Person">The marketplace's id of the consumer.</param>
/// <param name="Units">Units it was with, in order.</param>
public sealed record PastCase(
    Guid Id, string Person, string Subject, string Asked, string? Kind, IReadOnlyList<string> Units, string? OrderNumber, Guid Conversation, string FirstAgent,
    DateTimeOffset OpenedAt, DateTimeOffset ClosedAt, string Outcome, bool PromiseKept);

/// <summary>Makes a case of some of the finished conversations that a person served: those that took longer than the chat.</summary>
public static class PastCases
{
    private const double Share = 0.25;
    private const double Kept = 0.93;
    private const int SubjectLimit = 60;

    /// <summary>The case of a conversation; null when it needed none, or has no end before the ecosystem's present.</summary>
    public static PastCase? Of(DemoEcosystem ecosystem, PastConversation talk)
    {
        var random = new SeededRandom(ecosystem.Seed).Fork($"case-{talk.Id}");
        if (talk.Assignee is null || !random.Chance(Share))
        {
            return null;
        }

        var asked = talk.Entries.First(entry => entry.By == "consumer").Text;
        var outcome = talk.Entries.LastOrDefault(entry => entry.By == "agent")?.Text ?? talk.Entries[^1].Text;
        var closed = talk.ClosedAt.AddHours(random.Between(1, 40));
        var units = talk.EntryUnit == talk.Unit || random.Chance(0.5) ? [talk.Unit] : new[] { talk.EntryUnit, talk.Unit };
        return closed > ecosystem.Now
            ? null
            : new PastCase(
                DeterministicId.Of(ecosystem.Seed, $"case-{talk.Id}", 400_000), talk.Person.ExternalId, asked.Length > SubjectLimit ? asked[..SubjectLimit] : asked, asked, null, units,
                talk.OrderNumber, talk.Id, talk.Assignee, talk.ClosedAt, closed, outcome, random.Chance(Kept));
    }
}
