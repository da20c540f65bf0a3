using System.Text.Json;

namespace Patella.Simulator.Festival;

/// <summary>What a festival run measured. Waits are in simulated (business) seconds.</summary>
/// <param name="Offered">Sessions with at least one consumer message accepted by the server.</param>
/// <param name="PickedUp">Of these, first useful reply by bot or person before the consumer left.</param>
/// <param name="Replied">Of these, got the kind of reply they asked for: a person's if they asked for one, else any useful one.</param>
/// <param name="AskedForPerson">Sessions that asked for a person or were told that one would come.</param>
/// <param name="GotPerson">Of these, a person's useful reply came before they left.</param>
/// <param name="Abandoned">Sessions that left before the reply they waited for.</param>
/// <param name="BotShare">Share of offered sessions that were replied to and needed no person.</param>
/// <param name="WaitP50">From asking for a person to the person's first useful reply, median, seconds; sessions without one count with the time until they left.</param>
/// <param name="WaitP90">The same, 90th percentile.</param>
/// <param name="WaitP99">The same, 99th percentile.</param>
/// <param name="MessagesPerSecond">Messages of consumers, agents and bot a second of machine time.</param>
/// <param name="Errors">Things that must not happen; reasons beside.</param>
/// <param name="ErrorReasons">Errors by reason.</param>
/// <param name="MachineSeconds">Length of the run on the machine's clock, loading and the final reading back excluded.</param>
/// <param name="BusinessSeconds">The same on the server's business clock.</param>
/// <param name="TimeRate">Speed of the server's business clock.</param>
/// <param name="Speed">Simulated seconds a business second: the people's delays were divided by it.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Scenario">festival, crush or live.</param>
/// <param name="Lost">Acknowledged messages that were not there when everything was read back.</param>
/// <param name="Doubled">Acknowledged messages that were there more than once.</param>
/// <param name="Cases">Cases that agents opened from conversations.</param>
/// <param name="PartsAnswered">Questions of the platform that merchants answered.</param>
public sealed record FestivalSummary(
    int Offered, int PickedUp, int Replied, int AskedForPerson, int GotPerson, int Abandoned, double BotShare,
    double WaitP50, double WaitP90, double WaitP99, double MessagesPerSecond, int Errors,
    IReadOnlyDictionary<string, int> ErrorReasons, double MachineSeconds, double BusinessSeconds, double TimeRate, double Speed,
    ulong Seed, string Scenario, int Lost, int Doubled, int Cases, int PartsAnswered)
{
    private static readonly JsonSerializerOptions Indented = new(Api.Wire.Json) { WriteIndented = true };

    /// <summary>The summary as the command line writes it to --json.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Indented);
}

/// <summary>Where a run stands; reported a few times a second.</summary>
/// <param name="Stage">loading, signing in, running, reading back.</param>
/// <param name="Planned">Sessions planned; 0 when endless.</param>
/// <param name="Started">Sessions that have begun.</param>
/// <param name="Finished">Sessions that are over.</param>
/// <param name="Waiting">Consumers who wait for a person now.</param>
/// <param name="PickedUp">Sessions picked up so far.</param>
/// <param name="GotPerson">Sessions that got the person they asked for so far.</param>
/// <param name="Messages">Messages so far.</param>
/// <param name="Errors">Errors so far.</param>
/// <param name="Elapsed">Machine time since the stage began.</param>
public readonly record struct FestivalProgress(
    string Stage, int Planned, int Started, int Finished, int Waiting, int PickedUp, int GotPerson, long Messages, int Errors, TimeSpan Elapsed);
