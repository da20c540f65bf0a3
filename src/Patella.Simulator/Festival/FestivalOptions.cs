namespace Patella.Simulator.Festival;

/// <summary>Which night it is.</summary>
public enum FestivalScenario
{
    /// <summary>Staffed for 100 % of the forecast: at the peak agents are busy about 72 % of their time.</summary>
    Festival = 1,
    /// <summary>130 % of what the agents can do for the first part of the night, then it ebbs.</summary>
    Crush = 2,
}

/// <summary>What a festival run is asked to do.</summary>
public sealed record FestivalOptions
{
    /// <summary>Base addresses of equal servers; with several the run survives the loss of one.</summary>
    public required IReadOnlyList<Uri> Servers { get; init; }

    /// <summary>Consumers who come; ignored when <see cref="Live"/>.</summary>
    public int Sessions { get; init; } = 2_000;

    /// <summary>Agents on duty.</summary>
    public int Agents { get; init; } = 60;

    /// <summary>Which night it is.</summary>
    public FestivalScenario Scenario { get; init; } = FestivalScenario.Festival;

    /// <summary>Seed of everything random in the run.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Seed of the ecosystem that the server was loaded with.</summary>
    public ulong EcosystemSeed { get; init; } = DefaultEcosystemSeed;

    /// <summary>Size of the ecosystem that the server was loaded with.</summary>
    public Ecosystem.Scale Scale { get; init; } = Ecosystem.Scale.Demo;

    /// <summary>Slug of the tenant.</summary>
    public string Tenant { get; init; } = Ecosystem.DemoPersonas.TenantSlug;

    /// <summary>
    /// API key with the scopes admin, events and imports. With it the run first loads what it needs (settings, floor,
    /// profiles, orders; nothing when it is there) and carriers report during the run. Without it the demonstration
    /// must have been loaded.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// How many simulated seconds pass in one second of the server's business clock. Null: 1 when the server's clock is
    /// faster than the machine's or when <see cref="Live"/>, otherwise what makes the run take about 90 s.
    /// </summary>
    public double? Speed { get; init; }

    /// <summary>Machine time over which the arrivals are spread; overrides <see cref="Speed"/>. When <see cref="Live"/>, when to end.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>A gentle, endless festival for the demonstration: few consumers and agents, until cancelled.</summary>
    public bool Live { get; init; }

    /// <summary>Arrivals a minute of business time when <see cref="Live"/>.</summary>
    public double LiveArrivalsPerMinute { get; init; } = 6;

    /// <summary>The seed under which `patella serve` loads the demonstration.</summary>
    public const ulong DefaultEcosystemSeed = 20_171_111;
}
