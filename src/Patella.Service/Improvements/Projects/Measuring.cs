using System.Globalization;
using Patella.Kernel.Effects;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Voices;

namespace Patella.Service.Improvements.Projects;

/// <summary>
/// Takes baselines and effects from figures that stand below this capability: voices of the aim by day from Voices, orders of the same days from the mirror.
/// The contact rate of Reports lies above and counts conversations of all reasons; a project is about one.
/// </summary>
internal sealed class Measuring(IStore store, VoicesOfPlace voices, ProjectStory story, BusinessTime business)
{
    private const string Merchant = "merchant";

    /// <summary>Figures of whole UTC days; null when too much would have to be looked at.</summary>
    public async Task<PeriodView?> Period(TenantId tenant, ProjectRow row, long firstDay, CancellationToken cancellation = default)
    {
        var days = (int)row.WindowDays;
        if (await voices.Days(tenant, row.Voices, firstDay, days, cancellation) is not { } heard)
        {
            return null;
        }

        var shop = row.NodeValues.GetValueOrDefault(Merchant);
        var placed = await store.Read(tenant, reader => OrdersOfPlace.Days(reader, firstDay, days, shop), cancellation);
        var (all, orders) = (heard.Sum(), placed.Sum());
        return new PeriodView(
            Text(firstDay), Text(firstDay + days - 1), all, orders, Math.Round((double)all / days, 2), orders == 0 ? null : Math.Round(1_000.0 * all / orders, 2), shop is null ? "marketplace" : Merchant, business.GetUtcNow(),
            [.. heard.Zip(placed, (voice, order) => (voice, order)).Select((one, index) => new PeriodDay(Text(firstDay + index), one.voice, one.order))]);
    }

    /// <summary>The two periods compared: by orders where both have some, else by days.</summary>
    public static EffectKept Compare(PeriodView before, PeriodView after)
    {
        var byOrders = before.Orders > 0 && after.Orders > 0;
        RateCounts Counts(PeriodView period) => new([.. period.Days.Select(day => day.Voices)], [.. period.Days.Select(day => byOrders ? day.Orders : 1.0)]);
        return new EffectKept(after, byOrders ? "orders" : "days", RateRatio.Of(Counts(before), Counts(after)));
    }

    /// <summary>Measures what is due: the stated window after shipping has passed.</summary>
    public async Task Work(TenantId tenant, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        foreach (var row in await store.Read(tenant, reader => reader.Many<ProjectRow>(ProjectRows.Sql["Due"], new { now = business.Now }), cancellation))
        {
            var after = await Period(tenant, row, ProjectRules.EffectFrom(row.ShippedAt!.Value) / ProjectRules.Day, cancellation);
            var effect = after is not null && row.BaselineView is { } before ? Compare(before, after) : null;
            await store.Write(tenant, async transaction =>
            {
                await check(transaction);
                if (await ProjectRows.Lock(transaction, row.Id) is { State: ProjectState.Shipped } now && now.Version == row.Version)
                {
                    var measured = now with { State = ProjectState.Measured, MeasuredAt = business.Now, MeasureDue = null, Effect = effect is null ? null : Json.Write(effect), Verdict = (effect?.Ratio.Verdict ?? EffectVerdict.NotMeasurable).ToString() };
                    await ProjectRows.Save(transaction, measured, null, null, business.Now, business.Now);
                    await transaction.Append(story.Entry(ImprovementEvents.Measured, measured, null, business.Now));
                }
            }, cancellation: cancellation);
        }
    }

    public static EffectView View(EffectKept kept, string language)
    {
        var ratio = kept.Ratio;
        string Percent(double? value) => value is { } known ? Math.Abs((known - 1) * 100).ToString("F0", CultureInfo.InvariantCulture) : "";
        var text = ImprovementTexts.In(language, "effect." + Word(ratio.Verdict), ("percent", Percent(ratio.Ratio)), ("lower", Number(ratio.Lower)), ("upper", Number(ratio.Upper)), ("ratio", Number(ratio.Ratio)));
        return new EffectView(kept.After, kept.Per, ratio.Ratio, ratio.Lower, ratio.Upper, Math.Round(ratio.Dispersion, 2), ratio.Verdict, text);
    }

    private static string Number(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "";

    private static string Word(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.Less => "less", EffectVerdict.More => "more", EffectVerdict.NoneShown => "none", EffectVerdict.NotMeasurable => "nothing",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "unknown verdict"),
    };

    private static string Text(long day) => DateOnly.FromDayNumber(DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + (int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
