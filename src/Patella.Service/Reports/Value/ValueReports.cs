using Patella.Kernel.Effects;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Improvements;
using Patella.Service.Improvements.Reading;

namespace Patella.Service.Reports.Value;

/// <summary>What service spent, recovered and prevented. Money is what moved in the books; prevented is what measured effects and ended pulls show. Nothing of it is kept.</summary>
internal sealed class ValueReports(IStore store, ImprovementFigures improvements, BusinessTime clock)
{
    /// <summary>Funds of a tenant that are shown.</summary>
    private const int MostFunds = 200;

    private const int MostLimits = 2_000;

    /// <summary>Pulls that are listed; all are counted.</summary>
    private const int ListedPulls = 50;

    public async Task<Outcome<ValueReportView>> Read(Caller caller, ReportQuery query)
        => FilterOf(query) is var filter && filter.Problem is { } problem ? problem : await store.Read(caller.Tenant, reader => Read(reader, filter.Value));

    public async Task<Outcome<Page<ValueLine>>> Lines(Caller caller, ReportQuery query, string? figure, string? source, string? currency, string? after, int? limit)
    {
        var known = Paging.TryRead(after, out var sort, out var cursor);
        var check = new Validation().OneOf(figure, "figure", ValueFigures.All).Must(known, "after", "Must be the 'next' of an earlier page.");
        var filter = FilterOf(query);
        if ((check.Failed ? check.Problem : filter.Problem) is { } problem)
        {
            return problem;
        }

        var most = Paging.Limit(limit);
        var rows = await store.Read(caller.Tenant, reader => ValueFlows.Lines(reader, filter.Value.Period, figure!, source, currency, sort, cursor, most + 1));
        return new Page<ValueLine>([.. rows.Take(most).Select(ValueFlows.View)], rows.Count > most ? Paging.Cursor(rows[most - 1].At, rows[most - 1].Id) : null);
    }

    private Outcome<ReportFilter> FilterOf(ReportQuery query) => ReportFilter.Read(query with { Unit = null, Entrance = null, Language = null }, ReportDesk.DefaultZone, clock.Now);

    private async Task<ValueReportView> Read(IReader reader, ReportFilter filter) => new(
        Day(filter.First), Day(filter.Last), filter.Zone.Id, Microseconds.ToTime(filter.AsOf), Microseconds.ToTime(filter.Before.From), Microseconds.ToTime(filter.Before.Until),
        await Money(reader, filter.Period, filter.Before), await Prevented(reader, filter.Period, filter.Before));

    /// <summary>What moved, a currency each.</summary>
    internal static async Task<IReadOnlyList<ValueMoney>> Money(IReader reader, Span span, Span earlier)
    {
        var (now, before) = (await ValueFlows.Sums(reader, span), await ValueFlows.Sums(reader, earlier));
        var funds = await reader.Many<FundRow>(ValueFlows.Sql["Funds"], new { limit = MostFunds });
        var limits = (await reader.Many<LimitRow>(ValueFlows.Sql["Limits"], new { limit = MostLimits })).ToLookup(limit => limit.Fund, limit => new ValueLimit(limit.Grade, limit.MostOnce, limit.MostADay));
        var outstanding = (await reader.Many<OutstandingRow>(ValueFlows.Sql["Outstanding"])).ToDictionary(row => row.Currency, row => row.Amount);
        var currencies = now.Concat(before).Select(sum => sum.Currency).Concat(funds.Select(fund => fund.Currency)).Concat(outstanding.Where(pair => pair.Value != 0).Select(pair => pair.Key));
        var money = new List<ValueMoney>();
        foreach (var currency in currencies.Distinct().Order(StringComparer.Ordinal))
        {
            var sums = new ValueSums([.. now.Where(sum => sum.Currency == currency)], [.. before.Where(sum => sum.Currency == currency)]);
            var shown = new List<ValueFund>();
            foreach (var fund in funds.Where(fund => fund.Currency == currency))
            {
                var (opening, closing, spent) = (await Balance(reader, fund.Id, span.From), await Balance(reader, fund.Id, span.Until), sums.Of(ValueFigures.FundSpent, fund.Id));
                shown.Add(new ValueFund(fund.Id, fund.Owner ?? fund.Id, opening, closing - opening + spent.Amount, spent, closing, fund.Held, [.. limits[fund.Id]]));
            }

            money.Add(sums.Money(currency, shown, outstanding.GetValueOrDefault(currency)));
        }

        return money;
    }

    private async Task<ValuePrevented> Prevented(IReader reader, Span span, Span before)
    {
        var projects = await improvements.Measured(reader, span.From, span.Until);
        var pulls = await Pulls(reader, span);
        var shown = projects.Where(project => project.Verdict == EffectVerdict.Less).ToList();
        return new ValuePrevented(
            projects, shown.Count == 0 ? null : Math.Round(shown.Sum(project => project.Fewer ?? 0), 1), [.. pulls.Select(pull => new ValuePull(pull.Id, pull.Title, pull.Unit.Length > 0 ? pull.Unit : null, Microseconds.ToTime(pull.At)))],
            await CountPulls(reader, span), await CountPulls(reader, before), (await improvements.Helped(reader, span.From, span.Until)).HelpedBeforeAsking, (await improvements.Helped(reader, before.From, before.Until)).HelpedBeforeAsking);
    }

    /// <summary>Of an account before a moment, as its newest entry before says.</summary>
    private static async Task<long> Balance(IReader reader, string fund, long at) => (await reader.Many<long>(ValueFlows.Sql["BalanceBefore"], new { fund, at })).FirstOrDefault();

    private static Task<IReadOnlyList<PullRow>> Pulls(IReader reader, Span span) => reader.Many<PullRow>(ValueFlows.Sql["PullsThatChanged"], new { from = span.From, until = span.Until, limit = ListedPulls });

    private static Task<long> CountPulls(IReader reader, Span span) => reader.One<long>(ValueFlows.Sql["CountPullsThatChanged"], new { from = span.From, until = span.Until });

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record FundRow
    {
        public string Id { get; init; } = "";

        public string Currency { get; init; } = "";

        public string? Owner { get; init; }

        public long Held { get; init; }
    }

    private sealed record LimitRow
    {
        public string Fund { get; init; } = "";

        public string Grade { get; init; } = "";

        public long MostOnce { get; init; }

        public long MostADay { get; init; }
    }

    private sealed record OutstandingRow
    {
        public string Currency { get; init; } = "";

        public long Amount { get; init; }
    }

    private sealed record PullRow
    {
        public string Id { get; init; } = "";

        public string Unit { get; init; } = "";

        public string Title { get; init; } = "";

        public long At { get; init; }
    }
}
