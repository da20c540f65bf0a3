using System.CommandLine;
using System.Globalization;
using System.Net;
using Patella.Host.Hosting;

namespace Patella.Host.Commands;

/// <summary>The options of <c>serve</c>, and how command line, environment and settings file come together.</summary>
internal sealed class ServeArguments
{
    private readonly Option<int?> _port = new("--port", "-p") { Description = "TCP port to listen on [default: 5080]", HelpName = "number" };
    private readonly Option<string?> _host = new("--host") { Description = "Address to listen on; 0.0.0.0 for every network of this machine [default: 127.0.0.1]", HelpName = "address" };
    private readonly Option<string?> _data = new("--data") { Description = "Folder for everything that is kept (or PATELLA_DATA) [default: .patella]", HelpName = "folder" };
    private readonly Option<string?> _postgres = new("--postgres") { Description = "Keep the state in PostgreSQL instead of the data folder (or PATELLA_POSTGRES)", HelpName = "connection string" };
    private readonly Option<string?> _advertise = new("--advertise") { Description = "Address at which people and the other processes of a cluster reach this one", HelpName = "url" };
    private readonly Option<bool> _demonstration = new("--demo") { Description = "With a simulated marketplace and one click per person to be" };
    private readonly Option<bool> _noDemonstration = new("--no-demo") { Description = "Empty: a one-time link for the first administrator is printed [default]" };
    private readonly Option<bool> _noFestival = new("--no-festival") { Description = "The demonstration without simulated people who come and are served" };
    private readonly Option<double?> _timeRate = new("--time-rate") { Description = "How many times faster business time runs, 0.001 to 10000 [default: 1]", HelpName = "factor" };
    private readonly Option<string?> _settings = new("--settings") { Description = "JSON file with the same settings (or PATELLA_SETTINGS); the command line is stronger", HelpName = "file" };
    private readonly Option<bool> _jsonLogs = new("--json-logs") { Description = "Log lines as JSON" };
    private readonly Option<LogLevel?> _logLevel = new("--log-level") { Description = "Lowest level of log lines [default: Information]", HelpName = "level" };
    private readonly Option<string?> _web = new("--web") { Description = "Folder of the built web pages [default: found beside the program]", HelpName = "folder" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _port, _host, _data, _postgres, _advertise, _demonstration, _noDemonstration, _noFestival, _timeRate, _settings, _jsonLogs, _logLevel, _web })
        {
            command.Add(option);
        }

        _port.Validators.Add(result => Check(result, InRange(result, 1, 65_535), "--port must be 1 to 65535."));
        _timeRate.Validators.Add(result => Check(result, InRange(result, 0.001, 10_000), "--time-rate must be 0.001 to 10000."));
        _host.Validators.Add(result => Check(result, result.Tokens.All(token => IsAddress(token.Value)), "--host must be an IP address, localhost or *."));
        command.Validators.Add(result =>
        {
            if (result.GetValue(_demonstration) && result.GetValue(_noDemonstration))
            {
                result.AddError("--demo and --no-demo exclude each other.");
            }
        });
    }

    /// <exception cref="CommandFailedException">The settings file cannot be used, or a value in it or in the environment is out of range.</exception>
    public ServeOptions Read(ParseResult parsed)
    {
        var file = SettingsFile.Load(parsed.GetValue(_settings) ?? Variables.Read("PATELLA_SETTINGS"));
        return new ServeOptions
        {
            Port = parsed.GetValue(_port) ?? file.Port ?? 5080,
            ListenOn = parsed.GetValue(_host) ?? file.Host ?? "127.0.0.1",
            DataFolder = Path.GetFullPath(parsed.GetValue(_data) ?? Variables.Read("PATELLA_DATA") ?? file.Data ?? ".patella"),
            Postgres = parsed.GetValue(_postgres) ?? Variables.Read("PATELLA_POSTGRES") ?? file.Postgres,
            Advertise = (parsed.GetValue(_advertise) ?? file.Advertise)?.TrimEnd('/'),
            Demonstration = parsed.GetValue(_demonstration) || (!parsed.GetValue(_noDemonstration) && file.Demo == true),
            Festival = !parsed.GetValue(_noFestival),
            TimeRate = parsed.GetValue(_timeRate) ?? file.TimeRate ?? 1,
            JsonLogs = parsed.GetValue(_jsonLogs) || file.JsonLogs == true,
            LogLevel = parsed.GetValue(_logLevel) ?? file.LogLevel ?? LogLevel.Information,
            WebFolder = parsed.GetValue(_web) is { Length: > 0 } web ? Path.GetFullPath(web) : WebFolder.Find(AppContext.BaseDirectory),
        };
    }

    internal static bool IsAddress(string? value) => value is null or "localhost" or "*" || IPAddress.TryParse(value, out _);



    /// <summary>Of what is no number at all the parser itself complains.</summary>
    private static bool InRange(System.CommandLine.Parsing.OptionResult result, double least, double most)
        => result.Tokens.All(token => !double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) || (value >= least && value <= most));

    private static void Check(System.CommandLine.Parsing.OptionResult result, bool holds, string message)
    {
        if (!holds)
        {
            result.AddError(message);
        }
    }
}
