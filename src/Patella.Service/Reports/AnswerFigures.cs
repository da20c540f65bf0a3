using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>The figures of answering over a span of business time.</summary>
public sealed record AnswerFigures(long Offered, long PickedUp, long Replied, long AskedForPerson, long GotPerson, long Abandoned, double BotShare);

/// <summary>Keeps one line a conversation, from the timeline.</summary>
public sealed class AnswerLines : ITimelineReader
{
    public string Name => "reports-answers";

    public bool Concerns(TimelineEntry entry) => entry.Conversation is not null && Statement(entry) is not null;

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var offered = await LinesOf(transaction, entries.Where(IsOffer).Select(entry => entry.Conversation).OfType<string>().Distinct().ToArray());
        foreach (var entry in entries)
        {
            // Only the first message of a consumer makes a line.
            if (entry.Conversation is { } conversation && Statement(entry) is { } sql && (!IsOffer(entry) || offered.Add(conversation)))
            {
                await transaction.Execute(sql, new { conversation, unit = entry.Unit ?? "", at = entry.At });
            }
        }
    }

    private static async Task<HashSet<string>> LinesOf(IReader reader, string[] conversations)
        => conversations.Length == 0 ? [] : [.. await reader.Many<string>("select conversation from answer_line where tenant = @tenant and conversation in @conversations", new { conversations })];

    private static bool IsOffer(TimelineEntry entry) => entry is { Kind: "conversation.message", AuthorParty: Party.Consumer };

    private static string? Statement(TimelineEntry entry) => (entry.Kind, entry.AuthorParty) switch
    {
        ("conversation.message", Party.Consumer) =>
            "insert into answer_line (tenant, conversation, unit, offered_at) values (@tenant, @conversation, @unit, @at) on conflict (tenant, conversation) do nothing",
        ("conversation.message", Party.Bot) when IsUseful(entry) =>
            "update answer_line set picked_at = @at where tenant = @tenant and conversation = @conversation and picked_at is null and abandoned_at is null",
        ("conversation.message", Party.Agent) when IsUseful(entry) =>
            "update answer_line set picked_at = coalesce(picked_at, @at), person_at = coalesce(person_at, @at) where tenant = @tenant and conversation = @conversation",
        ("conversation.person-requested", _) =>
            """
            insert into answer_line (tenant, conversation, unit, offered_at, asked_at) values (@tenant, @conversation, @unit, @at, @at)
            on conflict (tenant, conversation) do update set asked_at = coalesce(answer_line.asked_at, @at), unit = excluded.unit, abandoned_at = null
            """,
        ("conversation.transferred", _) => "update answer_line set unit = @unit where tenant = @tenant and conversation = @conversation",
        ("conversation.abandoned", _) => "update answer_line set abandoned_at = @at where tenant = @tenant and conversation = @conversation and person_at is null",
        _ => null,
    };

    private static bool IsUseful(TimelineEntry entry) => Json.Read<EntryContent>(entry.Data)?.Useful == true;
}

/// <summary>Reads the figures and the conversations behind each of them.</summary>
public sealed class AnswerReport
{
    /// <summary>What each figure counts, as a condition on its line.</summary>
    private static readonly Dictionary<string, string> Conditions = new()
    {
        ["offered"] = "1 = 1",
        ["picked-up"] = "picked_at is not null",
        ["not-picked-up"] = "picked_at is null",
        ["replied"] = "((asked_at is null and picked_at is not null) or person_at is not null)",
        ["not-replied"] = "((asked_at is null and picked_at is null) or (asked_at is not null and person_at is null))",
        ["asked-for-person"] = "asked_at is not null",
        ["got-person"] = "asked_at is not null and person_at is not null",
        ["abandoned"] = "abandoned_at is not null",
        ["bot"] = "picked_at is not null and asked_at is null",
    };

    public static IReadOnlyCollection<string> Figures => Conditions.Keys;

    /// <param name="from">Inclusive, business time, UTC microseconds.</param>
    /// <param name="until">Exclusive.</param>
    public async Task<AnswerFigures> Read(IReader reader, long from, long until, string? unit = null)
    {
        var sums = string.Join(", ", new[] { ("offered", "offered"), ("picked-up", "picked_up"), ("replied", "replied"), ("asked-for-person", "asked"), ("got-person", "got"), ("abandoned", "abandoned"), ("bot", "bot") }
            .Select(pair => $"coalesce(sum(case when {Conditions[pair.Item1]} then 1 else 0 end), 0) as {pair.Item2}"));
        var row = (await reader.One<SumRow>($"select {sums} from answer_line where tenant = @tenant and offered_at >= @from and offered_at < @until {(unit is null ? "" : "and unit = @unit")}", new { from, until, unit }))!;
        return new AnswerFigures(row.Offered, row.PickedUp, row.Replied, row.Asked, row.Got, row.Abandoned, row.PickedUp == 0 ? 0 : (double)row.Bot / row.PickedUp);
    }

    /// <summary>The conversations that a figure counts, newest first.</summary>
    public async Task<IReadOnlyList<string>> Behind(IReader reader, string figure, long from, long until, string? unit, int limit)
        => await reader.Many<string>(
            $"select conversation from answer_line where tenant = @tenant and offered_at >= @from and offered_at < @until and {Conditions[figure]} {(unit is null ? "" : "and unit = @unit")} order by offered_at desc limit @limit",
            new { from, until, unit, limit });

    private sealed class SumRow
    {
        public long Offered { get; init; }

        public long PickedUp { get; init; }

        public long Replied { get; init; }

        public long Asked { get; init; }

        public long Got { get; init; }

        public long Abandoned { get; init; }

        public long Bot { get; init; }
    }
}
