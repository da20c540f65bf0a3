using Patella.Platform.Clocks;
using Patella.Service.Edge;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Reading;

/// <summary>Rows as callers read them, in their language.</summary>
internal static class ScoreViews
{
    /// <summary>Points below which an indicator comes with advice.</summary>
    private const long Strong = 4;

    private static readonly LocalTexts Texts = new(typeof(ScoreViews).Assembly, "Scorecards.Texts.scorecards.json");

    public static ScorecardView Card(ScoreRow row, NightRow night, Merchant shop, long? earlier, string language)
    {
        var figures = row.Reached();
        var dimensions = Indicators.Dimensions.Select(key =>
        {
            var own = Indicators.All.Select((indicator, index) => (indicator, figure: figures[index])).Where(pair => pair.indicator.Dimension == key).ToList();
            var weight = own.Sum(pair => pair.figure.Weight);
            var points = weight == 0 ? 0 : (double)own.Sum(pair => pair.figure.Weight * pair.figure.Points) / weight;
            return new DimensionView(key, Texts.In(language, "dimension." + key), weight / 100.0, Math.Round(points, 2), [.. own.Select(pair => Figure(pair.indicator, pair.figure, language))]);
        });
        return new ScorecardView(
            shop.ExternalId, shop.Name, shop.Unit, row.Category, ShopDays.Text(row.Night), row.Revision, row.Because, Because(row.Because, language), Microseconds.ToTime(row.MadeAt), Total(row.Total), row.Badge == 1,
            row.Policy, ShopDays.Text(night.FromDay), ShopDays.Text(night.UntilDay), ShopDays.Text(night.UntilDay - Indicators.RatingsWindow + 1), Total(earlier), [.. dimensions]);
    }

    public static ScoreLineView Line(ScoreRow row, string language)
        => new(ShopDays.Text(row.Night), row.Revision, Total(row.Total), row.Badge == 1, row.Because, Because(row.Because, language), row.Policy, Microseconds.ToTime(row.MadeAt));

    public static ScoreListView Listed(ScoreRow row) => new(row.Merchant, row.Category, ShopDays.Text(row.Night), row.Revision, Total(row.Total), row.Badge == 1);

    public static BadgeChangeView Badge(BadgeRow row, string language) => new(
        row.Id, row.Merchant, Badges.Name, row.Granted == 1 ? "granted" : "lost", ShopDays.Text(row.Night), row.Revision, row.Because, Because(row.Because, language), Total(row.Total), Total(row.Earlier),
        Microseconds.ToTime(row.At), [.. row.Fell.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(key => new FellView(key, Texts.In(language, "name." + key), Texts.In(language, "advice." + key)))]);

    public static CorrectionView Correction(CorrectionRow row, string? number, string language) => new(
        row.Id, row.Kind, Because(row.Kind, language), Indicators.All.FirstOrDefault(indicator => indicator.Measures.Contains(row.Measure))?.Key, row.OrderRef, number, row.CaseRef, Count(row.Before, language), Count(row.After, language),
        Microseconds.ToTime(row.At), row.Night is > 0 and var night ? ShopDays.Text(night) : null, row.Night > 0 ? row.Revision : null);

    public static BehindView Behind(ScoreFact fact, Indicator indicator, string? number, string language) => new(
        KindOf(fact), ShopDays.Text(fact.Day), Microseconds.ToTime(fact.At), fact.OrderRef, number, fact.CaseRef, fact.Counted == 1,
        fact.Measure is Measures.Round or Measures.Prompt or Measures.Ruling ? fact.Good == 1 : null, ValueOf(fact, indicator), fact.Flaw, fact.Flaw is null ? null : Texts.In(language, "flaw." + fact.Flaw));

    public static NightView Night(NightRow row) => new(
        ShopDays.Text(row.Night), row.State, ShopDays.Text(row.FromDay), ShopDays.Text(row.UntilDay), row.Shops, row.Scored, row.Policy, row.Problem, Microseconds.ToTime(row.AskedAt),
        row.PublishedAt is { } at ? Microseconds.ToTime(at) : null);

    /// <summary>A clause the table names; one that has no words of ours is told by its key.</summary>
    public static EligibilityClause Clause(ClauseFinding finding, string language) => new(
        finding.Clause, Texts.Has("clause." + finding.Clause) ? Texts.In(language, "clause." + finding.Clause, ("threshold", finding.Threshold?.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) ?? "-")) : finding.Clause,
        (double?)finding.Value, (double?)finding.Threshold, finding.Met);

    public static double? Total(long? thousandths) => thousandths / 1000.0;

    private static IndicatorView Figure(Indicator indicator, Reached figure, string language)
    {
        double? value = figure.Base == 0 ? null : figure.Value / 1_000_000.0;
        var ranked = figure.Rank > 0;
        return new IndicatorView(
            indicator.Key, Texts.In(language, "name." + indicator.Key), Texts.In(language, "definition." + indicator.Key), indicator.Unit, value, figure.Numerator, figure.Base, figure.Enough,
            ranked ? figure.Rank : null, ranked ? figure.Of : null, ranked ? Math.Round(100 - (figure.Place / 100.0), 2) : null, figure.Points, figure.Weight / 100.0,
            figure is { Enough: true, Points: < Strong } ? Texts.In(language, "advice." + indicator.Key) : null);
    }

    private static string Because(string word, string language) => Texts.Has("because." + word) ? Texts.In(language, "because." + word) : word;

    private static string KindOf(ScoreFact fact) => fact.Measure switch
    {
        Measures.Round => "consult", Measures.Help => "case", Measures.Refund => "refund", Measures.Ruling => "ruling", Measures.Rating => "rating", _ => "order",
    };

    private static long? ValueOf(ScoreFact fact, Indicator indicator) => fact.Measure switch
    {
        Measures.Rating => indicator.Key switch { "service" => fact.Amount2, "logistics" => fact.Amount3, _ => fact.Amount },
        Measures.Round or Measures.Prompt or Measures.Shipping or Measures.Refund => fact.Amount < 0 ? null : fact.Amount,
        _ => null,
    };

    private static CountedView? Count(string? text, string language)
        => Json.Read<Counted>(text) is { } counted ? new CountedView(counted.Day, counted.Counts, counted.Good, counted.Amount < 0 ? null : counted.Amount, counted.Flaw is null ? null : Texts.In(language, "flaw." + counted.Flaw)) : null;
}
