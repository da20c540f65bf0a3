using System.Globalization;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Voices.Packing;
using Patella.Service.Voices.Sums;

namespace Patella.Service.Voices.Reading;

/// <summary>Answers those who listen: lists of voices and figures.</summary>
internal sealed class VoiceDesk(IStore store, VoiceScan scan, VoiceParts parts, VoiceViews views, IVoiceUnderstanding understanding, IPlaceNames places, BusinessTime business)
{
    private const int MostGroups = 200;

    /// <summary>Points of one answer.</summary>
    private const int MostPoints = 10_000;

    private static readonly string[] Grain = ["minute", "hour", "day"];

    public long Now => business.Now;

    public async Task<Outcome<Page<VoiceView>>> List(Caller caller, VoiceSlice slice, string? after, int? limit, CancellationToken cancellation)
    {
        var before = long.MaxValue;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return Problem.Invalid("after", "Must be the cursor of a page before.");
        }

        var (found, next) = await scan.Newest(caller.Tenant, slice, before, Paging.Limit(limit), cancellation);
        return new Page<VoiceView>(await views.Of(caller.Tenant, found, caller.Language, MayKnow(caller), cancellation), next?.ToString(CultureInfo.InvariantCulture));
    }

    public async Task<Outcome<VoiceView>> Find(Caller caller, string id, CancellationToken cancellation)
    {
        var found = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? await parts.Find(caller.Tenant, [position], cancellation) : [];
        return found.Count == 0 ? Problem.NotFound("The voice") : (await views.Of(caller.Tenant, found, caller.Language, MayKnow(caller), cancellation))[0];
    }

    public async Task<Outcome<VoiceFigures>> Figures(Caller caller, VoiceSlice slice, string? by, string? group, int? top, VoiceSlice? compared, CancellationToken cancellation)
    {
        var (grain, column) = (by is null ? -1 : Array.IndexOf(Grain, by), ColumnOf(group));
        var check = new Validation()
            .Must(by is null || grain >= 0, "by", $"Must be one of: {string.Join(", ", Grain)}.")
            .Must(group is null || column >= 0, "group", $"Must be one of: {string.Join(", ", (string[])["reason", "stage", .. VoiceDimensions.Names])}.")
            .Must(grain < 0 || slice.From <= 0 || (slice.Until - slice.From) / Grains.LengthOf(grain) <= MostPoints, "by", $"There would be more than {MostPoints} points; ask for a shorter time or longer slots.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var now = await Sum(caller, slice, grain, column, cancellation);
        var before = compared is null ? null : await Sum(caller, compared, grain, column, cancellation);
        if (now is null || (compared is not null && before is null))
        {
            return VoiceScan.TooWide;
        }

        var titles = column is VoiceRows.Reason or VoiceRows.Stage ? await understanding.Titles(caller.Tenant, caller.Language) : null;
        var groups = now.Groups.Values.Where(one => one.Count > 0).OrderByDescending(one => one.Count).ThenBy(one => one.Value, StringComparer.Ordinal).Take(Math.Clamp(top ?? 20, 1, MostGroups)).ToList();
        var names = group is null ? null : await places.Of(caller.Tenant, groups.Select(one => new VoicePlace(group, one.Value)));
        return new VoiceFigures(
            now.Total.Count, before?.Total.Count, slice.Sentiment is null && slice.Urgency is null ? now.Total.Families : null, now.Total.Negative, Points(slice, compared, now, before, grain),
            [.. groups.Select(one => new VoiceGroup(
                one.Value, titles?.GetValueOrDefault(one.Value) ?? names?.GetValueOrDefault(new VoicePlace(group!, one.Value)), one.Count, before is null ? null : before.Groups.GetValueOrDefault(one.Value)?.Count ?? 0, one.Negative))],
            !now.HasRows && before?.HasRows != true);
    }

    /// <summary>Ids of customers are told whole to whom may see persons in their work and is no trainee.</summary>
    private static bool MayKnow(Caller caller) => caller.Has(Permission.Reveal | Permission.KeepPrivacy) && caller.Grade != "trainee";

    private static int ColumnOf(string? group) => group switch
    {
        null => -1,
        "reason" => VoiceRows.Reason,
        "stage" => VoiceRows.Stage,
        _ => VoiceDimensions.Names.ToList().IndexOf(group) is >= 0 and var dimension ? VoiceRows.FirstDimension + dimension : -1,
    };

    private async Task<FigureSums?> Sum(Caller caller, VoiceSlice slice, int grain, int column, CancellationToken cancellation)
    {
        var sums = new FigureSums(slice, grain, column);
        var left = await store.Read(caller.Tenant, async reader =>
        {
            var plan = FigurePlan.Of(slice, grain, column, await VoiceRetention.Rules(reader), business.Now);
            // Values of a dimension do not add up to all: who has none is in no cell of it.
            if (plan.Value is null)
            {
                var all = new FigureSums(slice, grain, -1);
                await (plan with { Dimension = Grains.All, Value = "" }).Read(reader, all);
                var rest = await plan.Read(reader, sums);
                sums.TakeTotals(all);
                return rest;
            }

            return await plan.Read(reader, sums);
        }, cancellation);
        foreach (var stretch in left)
        {
            if (!await scan.All(caller.Tenant, slice with { From = stretch.From, Until = stretch.Until }, sums.Add, cancellation))
            {
                return null;
            }
        }

        return sums;
    }

    private static List<VoicePoint> Points(VoiceSlice slice, VoiceSlice? compared, FigureSums now, FigureSums? before, int grain)
    {
        if (grain < 0 || now.Points.Count == 0)
        {
            return [];
        }

        var length = Grains.LengthOf(grain);
        var first = slice.From > 0 ? Grains.SlotOf(grain, slice.From) : now.Points.Keys.Min();
        var last = Math.Min(Grains.SlotOf(grain, slice.Until - 1), Math.Max(now.Points.Keys.Max(), first));
        first = Math.Max(first, last - MostPoints + 1);
        var shift = compared is null ? 0 : Grains.SlotOf(grain, compared.From) - Grains.SlotOf(grain, slice.From);
        var points = new List<VoicePoint>();
        for (var slot = first; slot <= last && points.Count < MostPoints; slot++)
        {
            points.Add(new VoicePoint(Microseconds.ToTime(slot * length), now.Points.GetValueOrDefault(slot), before?.Points.GetValueOrDefault(slot + shift)));
        }

        return points;
    }
}
