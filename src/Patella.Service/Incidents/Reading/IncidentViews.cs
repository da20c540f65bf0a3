using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Incidents.Engine;
using Patella.Service.Orders;
using Patella.Service.Voices;
using Patella.Service.Voices.Reading;

namespace Patella.Service.Incidents.Reading;

/// <summary>Incidents as people see them.</summary>
internal sealed class IncidentViews(LabelledVoices voices, IVoiceUnderstanding understanding, OrderMirror orders, IPlaceNames places, IStore store)
{
    /// <summary>Business hours within which an alert asks for its verdict.</summary>
    public static readonly TimeSpan VerdictWithin = TimeSpan.FromHours(24);

    public async Task<IReadOnlyList<IncidentView>> List(Edge.Caller caller, IReadOnlyList<IncidentRow> rows, long minute)
    {
        var titles = await understanding.Titles(caller.Tenant, caller.Language);
        var incidents = rows.Select(row => (Row: row, row.Incident)).ToList();
        var examples = (await voices.Texts(caller.Tenant, [.. incidents.SelectMany(one => one.Incident.Examples.Take(1))], caller.Language)).ToDictionary(voice => voice.Position);
        var names = await Names(caller, incidents.Select(one => one.Incident));
        return [.. incidents.Select(one => View(one.Row, one.Incident, caller.Language, titles, names, minute, examples.GetValueOrDefault(one.Incident.Examples.FirstOrDefault(-1))?.Text, []))];
    }

    public async Task<IncidentDetail> Detail(Edge.Caller caller, IncidentRow row, long minute, IReadOnlyList<ChangeRow> changes)
    {
        var incident = row.Incident;
        var titles = await understanding.Titles(caller.Tenant, caller.Language);
        var examples = await voices.Texts(caller.Tenant, incident.Examples, caller.Language);
        var money = await MoneyOf(caller, examples);
        var view = View(row, incident, caller.Language, titles, await Names(caller, [incident]), minute, examples.Count > 0 ? examples[0].Text : null, money);
        return new IncidentDetail(
            view.Id, view.Kind, view.State, view.Title, view.Node, view.NodeTitle, view.Stage, view.Reason, view.ReasonTitle, view.Onset, view.RaisedAt, view.ClosedAt, view.LastAt, view.Voices,
            view.Customers, view.Expected, view.Growth, view.Severity, view.MoneyAtRisk, view.Owner, view.Verdict, view.Reopened, view.Example, view.VerdictDueAt,
            [.. incident.Trend.Select(point => new IncidentPointView(At(point.Minute), point.Count, point.Expected))], examples, Causes.Of(incident, changes), ExampleWords.Of(examples),
            [.. incident.History.Select(line => new IncidentEventView(At(line.At), line.What, line.By, line.Note))], [.. incident.MergedFrom.Select(IncidentStore.Id)]);
    }

    public static DateTimeOffset At(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);

    private static IncidentView View(
        IncidentRow row, Incident incident, string language, IReadOnlyDictionary<string, string> titles, IReadOnlyDictionary<VoicePlace, string> names, long minute, string? example, IReadOnlyList<MoneyAtRisk> money)
    {
        var reason = incident.Reason.Length > 0 ? incident.Reason : null;
        var stage = incident.Stage.Length > 0 ? incident.Stage : null;
        var reasonTitle = (reason ?? stage) is { } code ? titles.GetValueOrDefault(code, code) : null;
        var what = reasonTitle ?? (language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "新出现的问题" : "A new kind of problem");
        var called = incident.Node.ToDictionary(pair => pair.Key, pair => names.GetValueOrDefault(new VoicePlace(pair.Key, pair.Value), pair.Value));
        var verdict = incident.Verdict is { } said ? said ? "real" : "false" : null;
        return new IncidentView(
            IncidentStore.Id(incident.Number), IncidentStore.Word(incident.Kind), IncidentStore.Word(incident.State), incident.Node.Count == 0 ? what : $"{what} · {string.Join(" · ", incident.Node.Keys.Select(key => called[key]))}",
            incident.Node, called, stage, reason, reasonTitle, At(incident.Onset), At(incident.RaisedAt), incident.ClosedAt is { } closed ? At(closed) : null, At(incident.LastAt), incident.Voices,
            incident.Customers, Math.Round(incident.Expected, 1), incident.Growth, incident.Severity, money, row.Staff is null && row.Unit is null ? null : new IncidentOwnerView(row.Staff, row.Name, row.Unit),
            verdict, incident.Reopened, Sixty(incident, minute), example, verdict is null && incident.State != IncidentState.Merged ? At(incident.RaisedAt) + VerdictWithin : null);
    }

    private Task<IReadOnlyDictionary<VoicePlace, string>> Names(Edge.Caller caller, IEnumerable<Incident> incidents)
        => places.Of(caller.Tenant, incidents.SelectMany(incident => incident.Node.Select(pair => new VoicePlace(pair.Key, pair.Value))));

    private static int[] Sixty(Incident incident, long minute)
    {
        var trend = new int[60];
        foreach (var point in incident.Trend.Where(point => point.Minute > minute - 60 && point.Minute <= minute))
        {
            trend[59 - (int)(minute - point.Minute)] = point.Count;
        }

        return trend;
    }

    /// <summary>Totals of the orders that the examples speak of, a sum a currency.</summary>
    private async Task<IReadOnlyList<MoneyAtRisk>> MoneyOf(Edge.Caller caller, IReadOnlyList<VoiceView> examples)
    {
        var ids = examples.Select(voice => voice.Order).OfType<string>().Distinct().ToList();
        var known = ids.Count == 0 ? [] : await store.Read(caller.Tenant, reader => orders.FindMany(reader, ids));
        return [.. known.Where(order => order.State.Total is not null).GroupBy(order => order.State.Total!.Currency)
            .Select(currency => new MoneyAtRisk(currency.Key, currency.Sum(order => order.State.Total!.Amount))).OrderBy(sum => sum.Currency, StringComparer.Ordinal)];
    }
}
