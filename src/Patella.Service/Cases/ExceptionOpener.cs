using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Cases;

/// <summary>
/// Opens a case when a carrier says that a parcel is in trouble, asks the carrier, and tells the consumer before they ask. Once a parcel and
/// exception: the origin key is unique, so reading twice changes nothing. News of a parcel whose case is open goes into that case.
/// </summary>
internal sealed class ExceptionOpener(CaseStore cases, OpenCase open, CaseEffects effects, CaseOwners owners, OrderMirror orders, IIdentifiers identifiers, BusinessTime clock) : ITimelineReader
{
    /// <summary>What happened longer ago is history, not news: nobody is told about it now.</summary>
    private const long News = 3L * 86_400_000_000;

    public string Name => "cases-exceptions";

    public bool Concerns(TimelineEntry entry) => entry is { Kind: "logistics.exception" or "logistics.lost" or "logistics.damaged", OrderRef: not null };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            if (clock.Now - entry.At <= News && await orders.FindOrder(transaction, entry.OrderRef!) is { } order && IsOpenTrouble(order, entry))
            {
                await Notice(transaction, order, entry);
            }
        }
    }

    /// <summary>The parcel has not arrived or gone back since.</summary>
    private static bool IsOpenTrouble(MirroredOrder order, TimelineEntry entry)
        => ParcelOf(order, entry) is not { Stage: ParcelStage.Delivered or ParcelStage.Returned } parcel || (entry.Kind == "logistics.damaged" && parcel.Stage == ParcelStage.Delivered);

    private async Task Notice(ITransaction transaction, MirroredOrder order, TimelineEntry entry)
    {
        var what = entry.Kind["logistics.".Length..];
        var parcel = ParcelOf(order, entry);
        var originKey = $"parcel:{order.Id}:{parcel?.Key ?? "-"}:{what}";
        if (await cases.FindByOrigin(transaction, originKey) is not null)
        {
            return;
        }

        var settings = await owners.Settings(transaction);
        var prefix = $"parcel:{order.Id}:{parcel?.Key ?? "-"}:";
        var running = (await cases.OpenOfOrder(transaction, order.Id)).FirstOrDefault(one => one.OriginKey?.StartsWith(prefix, StringComparison.Ordinal) == true);
        if (running is not null)
        {
            await More(transaction, running, what, order, parcel, entry, settings);
            return;
        }

        await OpenFor(transaction, originKey, what, order, parcel, entry, settings);
    }

    private async Task OpenFor(ITransaction transaction, string originKey, string what, MirroredOrder order, ParcelState? parcel, TimelineEntry entry, CaseSettings settings)
    {
        var language = "zh-CN";
        var kind = what == "damaged" ? settings.KindOfReason("damaged_item") : settings.KindOfReason("parcel_status");
        var seed = new CaseSeed(
            identifiers.New(), null, null, kind, what == "exception" ? CasePriority.Normal : CasePriority.High, null, order.Person, order.Id, null, "event", originKey, null, null, null, null)
        {
            FallbackUnit = entry.Unit ?? order.Unit, Notice = spoken =>
            {
                language = spoken;
                return (CaseVoice.Texts.In(spoken, "subject." + what, ("parcel", Label(parcel))), CaseVoice.Texts.In(spoken, "found." + what, ("order", order.Number), ("parcel", Label(parcel))));
            },
        };
        var opened = await open.Run(transaction, CaseActor.System, seed);
        if (opened.Succeeded && parcel?.Carrier is { } carrier)
        {
            var question = CaseVoice.Texts.In(language, "part.carrier", ("parcel", Label(parcel)));
            var asked = CaseRules.AskPart(opened.Value, CaseActor.System, identifiers.New(), PartParty.Carrier, carrier, question, [PartShares.Order]);
            await effects.Save(transaction, opened.Value, asked.Value, CaseActor.System, settings);
        }
    }

    /// <summary>It got worse: the same case says so, with a new promise. The key of the news is kept as a command, so that it is told once.</summary>
    private async Task More(ITransaction transaction, CaseState running, string what, MirroredOrder order, ParcelState? parcel, TimelineEntry entry, CaseSettings settings)
    {
        var once = $"event:{what}:{parcel?.Key ?? "-"}";
        var command = once.Length > 100 ? once[..100] : once;
        if (running.OriginKey!.EndsWith(":" + what, StringComparison.Ordinal) || await cases.FindCommand(transaction, running.Id, command) is not null)
        {
            return;
        }

        await cases.AddCommand(transaction, running.Id, command);
        var words = CaseVoice.Texts.In(running.Language, "found." + what, ("order", order.Number), ("parcel", Label(parcel)));
        var facts = new CaseFacts(clock.Now, settings, new HashSet<string>(), running.Unit);
        var promised = CaseRules.Promise(running, CaseActor.System, facts, words, clock.Now + settings.PromiseMicroseconds(running.Kind), false);
        if (promised.Succeeded)
        {
            await effects.Save(transaction, running, [new CaseNoted { Words = entry.Text ?? words }, .. promised.Value], CaseActor.System, settings);
        }
    }

    private static ParcelState? ParcelOf(MirroredOrder order, TimelineEntry entry)
    {
        var tracking = Json.Read<ParcelData>(entry.Data)?.Tracking;
        return order.State.Parcels.FirstOrDefault(parcel => tracking is not null && parcel.TrackingNumber == tracking) ?? (order.State.Parcels.Count == 1 ? order.State.Parcels[0] : null);
    }

    private static string Label(ParcelState? parcel) => parcel?.TrackingNumber is { } number ? $" {number} " : "";

    private sealed record ParcelData(string? Tracking);
}
