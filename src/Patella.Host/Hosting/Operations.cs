using System.Net;
using Microsoft.Extensions.Logging.Console;

namespace Patella.Host.Hosting;

/// <summary>What every server has whatever it serves: where it listens, how it logs, its telemetry and its health.</summary>
public static class Operations
{
    public static void AddOperations(this WebApplicationBuilder builder, ServeOptions options)
    {
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(ControlFile.Make(options));
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            Listen(server, options);
        });
        AddLogs(builder.Logging, options);
        builder.AddTelemetry();
        builder.Services.AddHealth();
    }

    private static void Listen(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions server, ServeOptions options)
    {
        switch (options.ListenOn)
        {
            case "localhost": server.ListenLocalhost(options.Port); break;
            case "*": server.ListenAnyIP(options.Port); break;
            default: server.Listen(IPAddress.Parse(options.ListenOn), options.Port); break;
        }
    }

    private static void AddLogs(ILoggingBuilder logging, ServeOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("Patella", options.LogLevel);
        // A port that is taken is told in one sentence by the command, not in a stack trace here.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.Configure(tracking => tracking.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        logging.AddConsole(console =>
        {
            console.FormatterName = options.JsonLogs ? ConsoleFormatterNames.Json : TextLog.FormatterName;
            console.MaxQueueLength = 10_000;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.AddJsonConsoleFormat();
        logging.AddConsoleFormatter<TextLog, ConsoleFormatterOptions>();
    }

    private static void AddJsonConsoleFormat(this ILoggingBuilder logging)
        => logging.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.IncludeScopes = true;
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "O";
        });
}
