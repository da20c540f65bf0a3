using Patella.Host.Detection;
using Patella.Simulator;
using Patella.Simulator.Incidents;

namespace Patella.Host.Evaluations.Incidents;

/// <summary>Detectors that see nothing: one alarms at random, as often as ours, one never. A score on which they do well says nothing.</summary>
internal static class BlindDetectors
{
    public static IReadOnlyList<FoundIncident> Random(IncidentTruth truth, IReadOnlyList<FoundIncident> like)
    {
        var random = new SeededRandom(truth.Seed ^ 0xB1);
        var minutes = (truth.Until - truth.From).TotalMinutes;
        return [.. like.Select(alert =>
        {
            var raised = truth.From.AddMinutes(Math.Floor(random.Between(0, minutes)));
            var place = random.Pick(like);
            return alert with { RaisedAt = raised, Onset = raised.AddMinutes(-10), ClosedAt = raised.AddMinutes(60), Reason = place.Reason, Node = place.Node };
        })];
    }
}
