using Patella.Kernel.Effects;
using Patella.Platform.Clocks;
using Patella.Service.Improvements.Projects;

namespace Patella.Service.Improvements;

/// <summary>A project whose effect was measured, in voices that were not raised.</summary>
/// <param name="Days">Whole UTC days that were compared, before and after.</param>
/// <param name="Expected">Voices of the days after, had the rate of the days before gone on.</param>
/// <param name="Fewer">Expected less heard; below zero where there were more. Null where nothing could be compared, as are its bounds.</param>
/// <param name="FewerLower">Of the 95 % interval of the rate ratio, as is <paramref name="FewerUpper"/>.</param>
public sealed record MeasuredProject(
    string Id, string Title, string? Unit, DateTimeOffset MeasuredAt, EffectVerdict Verdict, int Days, long VoicesBefore, long VoicesAfter, double? Expected, double? Fewer, double? FewerLower, double? FewerUpper)
{
    internal static MeasuredProject Of(ProjectRow row)
    {
        var (before, effect) = (row.BaselineView, row.EffectView);
        var verdict = effect?.Ratio.Verdict ?? EffectVerdict.NotMeasurable;
        // The rate before, over what there was after: orders where both have some, else days.
        double? expected = before is null || effect is null || verdict == EffectVerdict.NotMeasurable ? null
            : effect.Per == "orders" ? (double)before.Voices / before.Orders * effect.After.Orders : (double)before.Voices / before.Days.Count * effect.After.Days.Count;
        double? Less(double? ratio) => expected is { } known && ratio is { } by ? Math.Round(known * (1 - by), 1) : null;
        return new MeasuredProject(
            row.Id, row.Headline, row.Unit, Microseconds.ToTime(row.MeasuredAt!.Value), verdict, (int)row.WindowDays, before?.Voices ?? 0, effect?.After.Voices ?? 0, expected is { } rate ? Math.Round(rate, 1) : null,
            expected is { } all ? Math.Round(all - effect!.After.Voices, 1) : null, Less(effect?.Ratio.Upper), Less(effect?.Ratio.Lower));
    }
}
