namespace Patella.Simulator.Ecosystem;

/// <summary>A message of a finished conversation; by: consumer, bot or agent.</summary>
public sealed record PastEntry(DateTimeOffset At, string By, string Text);

/// <summary>The consumer's rating of a finished conversation: 1 to 5, and whether it was solved.</summary>
public sealed record PastRating(int Satisfied, bool Solved);

/// <summary>Whom a finished conversation was with.</summary>
public sealed record PastPerson(string ExternalId);

/// <summary>A finished conversation, as the import takes it: one JSON line each.</summary>
/// <param name="Id">Id, a function of seed and position.</param>
/// <param name="Person">The consumer.</param>
/// <param name="EntryUnit">Where the consumer came in.</param>
/// <param name="Unit">Whose problem it was.</param>
/// <param name="OrderNumber">The order it was about, when there was one.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="OpenedAt">First message.</param>
/// <param name="ClosedAt">End.</param>
/// <param name="Assignee">Mail address of the agent; null when the bot solved it.</param>
/// <param name="Entries">Messages in time order.</param>
/// <param name="Rating">Null when the consumer did not rate.</param>
public sealed record PastConversation(
    Guid Id, PastPerson Person, string EntryUnit, string Unit, string? OrderNumber, string Language,
    DateTimeOffset OpenedAt, DateTimeOffset ClosedAt, string? Assignee, IReadOnlyList<PastEntry> Entries, PastRating? Rating);
