using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Patella.Host.Hosting;

/// <summary>Log lines for people: <c>14:03:07 warning Storage: message [request id]</c>, one line an event, exceptions below.</summary>
internal sealed class TextLog(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "patella";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter output)
    {
        output.Write(clock.GetUtcNow().ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        output.Write(' ');
        output.Write(WordOf(entry.LogLevel));
        output.Write(' ');
        output.Write(entry.Category[(entry.Category.LastIndexOf('.') + 1)..]);
        output.Write(": ");
        output.Write(entry.Formatter(entry.State, entry.Exception).ReplaceLineEndings(" "));
        if (Activity.Current is { } activity)
        {
            output.Write($" [{activity.TraceId}]");
        }

        output.WriteLine();
        if (entry.Exception is { } exception)
        {
            output.WriteLine(exception);
        }
    }

    private static string WordOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
    };
}
