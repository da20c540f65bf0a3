using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Improvements.Response;
using Patella.Service.Systems.Following;

namespace Patella.Service.Improvements.Reading;

/// <summary>One response whose people were told or put right.</summary>
/// <param name="Title">The incident in the caller's language.</param>
/// <param name="BeforeAsking">Of those helped, who had not said anything about it before.</param>
public sealed record HelpedLine(string Incident, string Title, DateTimeOffset OpenedAt, long Helped, long BeforeAsking);

/// <summary>GET /helped.</summary>
/// <param name="Items">Newest first, at most 500; responses that helped nobody are none.</param>
public sealed record HelpedView(DateTimeOffset From, DateTimeOffset Until, long Helped, long BeforeAsking, IReadOnlyList<HelpedLine> Items);

/// <summary>What stands behind the share of those helped before they asked, by response.</summary>
internal sealed class HelpedList(IStore store, ImprovementFigures figures, IncidentWords words)
{
    private const int Most = 500;

    public async Task<HelpedView> Read(Caller caller, long from, long until)
    {
        var (sums, rows) = await store.Read(caller.Tenant, async reader => (await figures.Helped(reader, from, until), await reader.Many<HelpedRow>(ResponseRows.Sql["HelpedByResponse"], new { from, until, limit = Most })));
        var lines = new List<HelpedLine>();
        foreach (var row in rows)
        {
            var title = await words.Title(caller.Tenant, row.Cause, row.Stage, Json.Read<Dictionary<string, string>>(row.Node) ?? []);
            lines.Add(new HelpedLine(row.Incident, title(caller.Language), Microseconds.ToTime(row.OpenedAt), row.Helped, row.Ahead));
        }

        return new HelpedView(Microseconds.ToTime(from), Microseconds.ToTime(until), sums.Helped, sums.HelpedBeforeAsking, lines);
    }

    private sealed record HelpedRow
    {
        public string Incident { get; init; } = "";

        public string? Cause { get; init; }

        public string? Stage { get; init; }

        public string Node { get; init; } = "{}";

        public long OpenedAt { get; init; }

        public long Helped { get; init; }

        public long Ahead { get; init; }
    }
}
