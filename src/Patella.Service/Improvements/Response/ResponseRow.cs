using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Orders;
using Patella.Service.Voices;

namespace Patella.Service.Improvements.Response;

/// <summary>A response as it is kept. Times are UTC microseconds of business time.</summary>
internal sealed record ResponseRow
{
    public string Incident { get; init; } = "";

    public string? Stage { get; init; }

    /// <summary>Code of the reason.</summary>
    public string? Cause { get; init; }

    public string Node { get; init; } = "{}";

    public long Onset { get; init; }

    public long OpenedAt { get; init; }

    public long? CalledAt { get; init; }

    public long? AcknowledgedAt { get; init; }

    public long? FixedAt { get; init; }

    public long? QuietAt { get; init; }

    public long? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    public string? ClosedName { get; init; }

    public string? Closing { get; init; }

    public string? MergedInto { get; init; }

    public long FalseAlarm { get; init; }

    public long Reopened { get; init; }

    public long? VolumeNow { get; init; }

    public double? VolumeExpected { get; init; }

    public long VoicePosition { get; init; } = -1;

    public long OrderAt { get; init; }

    public string OrderId { get; init; } = "";

    public long OrdersDone { get; init; }

    public long Strangers { get; init; }

    public IReadOnlyDictionary<string, string> NodeValues => Json.Read<Dictionary<string, string>>(Node) ?? [];

    /// <summary>Whether voices and orders still count for it.</summary>
    public bool IsOpen => ClosedAt is null && MergedInto is null;

    public ReasonAtNode Voices => new(Stage, Cause, NodeValues);

    /// <summary>Where its orders are; null where the mirror cannot tell which orders were touched.</summary>
    public OrderPlace? Orders => ResponseReach.PlaceOf(NodeValues);
}

/// <summary>Which orders a node names. A category, a region or a channel alone, or the whole marketplace, would be everybody: there the mirror cannot tell.</summary>
internal static class ResponseReach
{
    public static OrderPlace? PlaceOf(IReadOnlyDictionary<string, string> node)
    {
        string? Of(string name) => node.GetValueOrDefault(name);
        return (Of("product") ?? Of("merchant") ?? Of("carrier") ?? Of("version")) is not null
            ? new OrderPlace(Of("product"), Of("merchant"), Of("carrier"), Of("region"), Of("version")) : null;
    }

    public static ReachView View(IReadOnlyDictionary<string, string> node, string language)
    {
        var key = PlaceOf(node) is not null ? node.ContainsKey("channel") || node.ContainsKey("category") ? "reach.partly" : node.ContainsKey("version") ? "reach.version" : "reach.known"
            : node.Count == 0 ? "reach.everywhere" : "reach.wide";
        return new ReachView(PlaceOf(node) is not null, ImprovementTexts.In(language, key));
    }
}

/// <summary>The statements of the capability, and the rows of responses.</summary>
internal static class ResponseRows
{
    internal static readonly Statements Sql = new(typeof(ResponseRows).Assembly, "Improvements.Response.response.sql");

    /// <summary>Hints that there is something to do.</summary>
    public static string Topic(Platform.Identifiers.TenantId tenant) => "improvements:" + tenant.Value;

    public static Task<ResponseRow?> Find(IReader reader, string incident) => reader.One<ResponseRow>(Sql["FindResponse"], new { incident });

    /// <summary>The response; of an incident whose raising has not been read yet, or that was raised before there were responses, the beginning of one.</summary>
    public static async Task<ResponseRow?> FindOrBegin(IReader reader, string incident) => await Find(reader, incident) ?? (await IncidentStandings.Find(reader, incident) is { } standing
        ? new ResponseRow { Incident = incident, Stage = standing.Stage, Cause = standing.Reason, Node = Json.Write(standing.Node), Onset = standing.Onset, OpenedAt = standing.RaisedAt } : null);

    /// <summary>The response, kept from changing until this transaction ends.</summary>
    public static Task<ResponseRow?> Lock(ITransaction transaction, string incident)
        => transaction.One<ResponseRow>(Sql["FindResponse"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { incident });

    public static Task<IReadOnlyList<ResponseRow>> Open(IReader reader) => reader.Many<ResponseRow>(Sql["OpenResponses"]);

    public static Task Save(ITransaction transaction, ResponseRow row) => transaction.Execute(Sql["SaveResponse"], row);

    public static async Task<AffectedCounts> Count(IReader reader, ResponseRow response)
    {
        var sums = (await reader.One<CountRow>(Sql["CountAffected"], new { response.Incident }))!;
        return new AffectedCounts(sums.Known, sums.Spoke, sums.Told, sums.PutRight, sums.Ahead, sums.LeftOut, response.Strangers) { Helped = sums.Helped };
    }

    internal static DateTimeOffset? At(long? at) => at is { } moment ? Microseconds.ToTime(moment) : null;

    private sealed record CountRow
    {
        public long Known { get; init; }

        public long Spoke { get; init; }

        public long Told { get; init; }

        public long PutRight { get; init; }

        public long Ahead { get; init; }

        public long LeftOut { get; init; }

        public long Helped { get; init; }
    }
}
