using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Andon.Pulls;
using Patella.Service.Edge;

namespace Patella.Service.Andon.Gate;

/// <summary>How a gate stands; sent, append only.</summary>
public static class GateStates
{
    public const string Clear = "clear";
    public const string Blocked = "blocked";

    /// <summary>The refusal of a pass while pulls live.</summary>
    internal static Problem Blocks(IReadOnlyList<Pull> live) => Problem.Conflict("blocked", $"{live.Count} pulls of the cord stand against this. It stays where it is until each of them is released.") with
    {
        Members = new Dictionary<string, object?> { ["state"] = Blocked, ["pulls"] = live.Select(pull => pull.Id).ToList() },
    };
}

/// <summary>
/// What stands against a target, read from the store each time: there is no copy that could be old, so a pull that was committed by any process is in the
/// next answer of every other one. When the store does not answer, neither does the gate.
/// </summary>
internal sealed class LaunchGate(IStore store, BusinessTime business)
{
    public async Task<Outcome<GateView>> Ask(Caller caller, string kind, string id)
    {
        var check = new Validation().OneOf(kind, "kind", [.. TargetKinds.All]).Id(id, "id");
        return check.Failed ? check.Problem : await store.Read(caller.Tenant, reader => Read(reader, kind, id));
    }

    /// <summary>The gate of one target.</summary>
    public async Task<Outcome<GateView>> Read(IReader reader, string kind, string id)
    {
        var pulls = await PullRows.LiveOf(reader, kind, id);
        var launch = await Launches.Find(reader, id) is { } found && found.Kind == kind ? found : null;
        if (pulls.Count == 0 && launch is null && TargetKinds.MustBeRegistered(kind))
        {
            // A typing mistake must not open anything.
            return Problem.NotFound("The launch");
        }

        var harms = pulls.Count == 0 ? [] : (await reader.Many<VoiceRow>(PullRows.Sql["FirstVoices"], new { ids = pulls.Select(pull => pull.Id).ToArray() })).ToDictionary(voice => voice.Id, voice => voice.Words);
        return new GateView(
            kind, id, pulls.Count == 0 ? GateStates.Clear : GateStates.Blocked, launch is not null, launch?.PassedAt is { } passed ? Microseconds.ToTime(passed) : null, Microseconds.ToTime(business.Now),
            [.. pulls.Select(pull => new GatePull(pull.Id, pull.State, harms.GetValueOrDefault(pull.Id), pull.PullerName, Microseconds.ToTime(pull.PulledAt), Microseconds.ToTime(pull.DecideBy)))]);
    }
}
