using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Patella.Host.Hosting;

/// <summary>
/// Metrics, traces and logs over OTLP, when the standard variable OTEL_EXPORTER_OTLP_ENDPOINT names a collector; otherwise nothing is collected.
/// The framework's own meters and sources are used, so no instrumentation package is needed.
/// </summary>
public static class Telemetry
{
    /// <summary>The product's own meter and source; parts of the product may add a suffix after a dot.</summary>
    public const string Name = "Patella";

    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static readonly IReadOnlyList<string> Meters =
    [
        Name, Name + ".*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "System.Runtime", "System.Net.Http", "Npgsql",
    ];

    public static readonly IReadOnlyList<string> Sources = [Name, Name + ".*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];

    public static bool IsOn => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(EndpointVariable));

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (!IsOn)
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
            logs.SetResourceBuilder(Resource());
            logs.AddOtlpExporter();
        });
        builder.Services.AddHostedService<TelemetryExport>();
    }

    internal static ResourceBuilder Resource() => ResourceBuilder.CreateDefault()
        .AddService("patella", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3))
        .AddEnvironmentVariableDetector();
}

/// <summary>Collects from the start of the server to its end, and sends what is left when it stops.</summary>
internal sealed class TelemetryExport : IHostedService, IDisposable
{
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellation)
    {
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Telemetry.Resource()).AddMeter([.. Telemetry.Meters]).AddOtlpExporter().Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Telemetry.Resource()).AddSource([.. Telemetry.Sources]).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
        _metrics = null;
        _traces = null;
    }
}
