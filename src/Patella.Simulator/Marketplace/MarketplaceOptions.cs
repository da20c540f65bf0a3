namespace Patella.Simulator.Marketplace;

/// <summary>How a reference marketplace runs.</summary>
public sealed record MarketplaceOptions
{
    /// <summary>TCP port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>File of the state; null keeps it in memory.</summary>
    public string? File { get; init; }

    /// <summary>Secret that signs every call, whsec_...; null takes calls without a signature.</summary>
    public string? Secret { get; init; }

    /// <summary>Patella's address, to tell events to; null tells nobody.</summary>
    public Uri? Patella { get; init; }

    /// <summary>API key with the scope events; needed with <see cref="Patella"/>.</summary>
    public string? ApiKey { get; init; }

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Seed of the chance by which faults strike.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How long a late change or payment takes.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(1);
}
