using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Actions.Marketplace;

namespace Patella.Service.Merchants;

/// <summary>Writes down what the marketplace said of a measure. Each step locks the row first; one that comes twice or too late changes nothing.</summary>
internal sealed class MeasureSettler(MeasureStory story, TimerTable timers, BusinessTime business, MachineTime machine)
{
    /// <summary>False when somebody else has handed it over already.</summary>
    public async Task<bool> BeginSending(ITransaction transaction, string id, int timeoutSeconds)
    {
        if (await MeasureRows.Lock(transaction, id) is not { State: MeasureState.Applying or MeasureState.Lifting, SentAt: null } measure)
        {
            return false;
        }

        await MeasureRows.Save(transaction, measure with { SentAt = machine.Now, NextAt = machine.Now + ((timeoutSeconds + 2) * Microseconds.PerSecond) });
        return true;
    }

    /// <param name="key">That the answer is about: what is under way may be another thing by now.</param>
    /// <param name="answer">Null when nobody knows.</param>
    /// <param name="settledAfter">After this, in microseconds, what was sent has arrived or never will.</param>
    public async Task<bool> Settle(ITransaction transaction, string id, string key, MarketplaceAnswer? answer, long settledAfter)
    {
        if (await MeasureRows.Lock(transaction, id) is not { State: MeasureState.Applying or MeasureState.Lifting, SentAt: { } sentAt } measure || measure.Key != key)
        {
            return false;
        }

        switch (answer?.Word)
        {
            case MarketplaceWord.Done:
                await Done(transaction, measure);
                break;
            case MarketplaceWord.Refused:
                await Refused(transaction, measure, answer);
                break;
            case MarketplaceWord.Absent when sentAt + settledAfter < machine.Now:
                // It never arrived, and nothing under way can any more: it is handed over once more, under the same key.
                await MeasureRows.Save(transaction, measure with { SentAt = null, Asked = measure.Asked + 1, NextAt = machine.Now });
                break;
            default:
                await MeasureRows.Save(transaction, measure with { Asked = measure.Asked + 1, NextAt = machine.Now + MarketplacePatience.After(measure.Asked) });
                break;
        }

        return true;
    }

    private async Task Done(ITransaction transaction, ShopMeasure measure)
    {
        if (measure.State == MeasureState.Lifting)
        {
            await timers.Cancel(transaction, MeasureTimers.Name, MeasureTimers.EndOf(measure.Id));
            await story.Tell(transaction, await MeasureRows.Save(transaction, Still(measure) with { State = MeasureState.Lifted, LiftedAt = business.Now }), MeasureStory.Lifted, measure.LiftedBy);
            return;
        }

        var stands = Still(measure) with { State = MeasureState.InForce, InForceAt = business.Now, EndsAt = measure.Days is { } days ? business.Now + (days * 24 * 3600 * Microseconds.PerSecond) : null };
        if (stands.EndsAt is { } ends)
        {
            await timers.Set(transaction, MeasureTimers.Name, MeasureTimers.EndOf(measure.Id), ends);
        }

        await story.Tell(transaction, await MeasureRows.Save(transaction, stands), measure.Kind == MeasureKinds.Suspend ? MeasureStory.Suspended : MeasureStory.Rewarded, measure.DecidedBy);
    }

    /// <summary>A shop that the marketplace will not open again stays as it is, with the marketplace's word, for people to look into.</summary>
    private async Task Refused(ITransaction transaction, ShopMeasure measure, MarketplaceAnswer answer)
    {
        var refused = Still(measure) with { State = measure.State == MeasureState.Lifting ? MeasureState.InForce : MeasureState.Refused, Code = Cut(answer.Code ?? "refused", 80), Detail = answer.Detail is { } detail ? Cut(detail, 500) : null };
        await story.Tell(transaction, await MeasureRows.Save(transaction, refused), MeasureStory.Refused);
    }

    private static ShopMeasure Still(ShopMeasure measure) => measure with { SentAt = null, NextAt = null, Asked = 0, Code = null, Detail = null };

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
