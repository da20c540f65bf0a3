using Patella.Service.Edge;

namespace Patella.Host.Hosting;

/// <summary>How a server runs. Strongest first: command line, environment, settings file, what stands here.</summary>
public sealed record ServeOptions
{
    /// <summary>TCP port, 1 to 65535.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>Address to listen on; 0.0.0.0 for every network of the machine.</summary>
    public string ListenOn { get; init; } = "127.0.0.1";

    /// <summary>Folder of the embedded store and of uploaded files.</summary>
    public string DataFolder { get; init; } = ".patella";

    /// <summary>PostgreSQL connection string; null means the embedded store.</summary>
    public string? Postgres { get; init; }

    /// <summary>Address under which the other processes of the cluster reach this one.</summary>
    public string? Advertise { get; init; }

    /// <summary>With the demonstration ecosystem and its live festival.</summary>
    public bool Demonstration { get; init; }

    /// <summary>Whether simulated people live in the demonstration.</summary>
    public bool Festival { get; init; } = true;

    /// <summary>How many times faster than the machine business time runs, 0.001 to 10,000.</summary>
    public double TimeRate { get; init; } = 1;

    /// <summary>Requests without a credential from this very machine are not counted: for tests and simulators.</summary>
    public bool TrustLoopback { get; init; }

    /// <summary>How much one caller may ask; a test that asks everything of everybody raises it.</summary>
    public RateLimitOptions RateLimits { get; init; } = new();

    /// <summary>Log lines as JSON instead of text.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>Lowest level of the product's own log lines.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Folder that holds console/dist and widget/dist; null when the web was not built.</summary>
    public string? WebFolder { get; init; }

    /// <summary>The address a person opens.</summary>
    public string Address => Advertise ?? $"http://{(ListenOn is "0.0.0.0" or "::" or "*" ? "localhost" : ListenOn.Contains(':') ? $"[{ListenOn}]" : ListenOn)}:{Port}";
}
