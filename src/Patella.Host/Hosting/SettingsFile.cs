using System.Text.Json;
using System.Text.Json.Serialization;
using Patella.Host.Commands;

namespace Patella.Host.Hosting;

/// <summary>The settings file of <c>serve</c>: the options of the command line as JSON. Comments and trailing commas are allowed, unknown names are not.</summary>
public sealed record SettingsFile
{
    /// <summary>More than any settings need, and little enough to read at once.</summary>
    private const int SizeLimit = 1 << 20;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter() },
    };

    public int? Port { get; init; }

    public string? Host { get; init; }

    public string? Data { get; init; }

    public string? Postgres { get; init; }

    public string? Advertise { get; init; }

    public bool? Demo { get; init; }

    public double? TimeRate { get; init; }

    public bool? JsonLogs { get; init; }

    public LogLevel? LogLevel { get; init; }

    /// <summary>Reads the file; no path means no settings.</summary>
    /// <exception cref="CommandFailedException">It is not there, not JSON, or says something that cannot be; the message names line and place.</exception>
    public static SettingsFile Load(string? path)
    {
        if (path is null)
        {
            return new SettingsFile();
        }

        var settings = Parse(path, Text(path));
        foreach (var (name, wrong) in settings.Wrong())
        {
            throw Refuse($"settings file {path}: \"{name}\" {wrong}");
        }

        return settings;
    }

    private static string Text(string path)
    {
        try
        {
            return new FileInfo(path).Length <= SizeLimit ? File.ReadAllText(path) : throw Refuse($"settings file {path}: it is larger than {SizeLimit} bytes.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refuse($"settings file {path}: it cannot be read: {failure.Message}");
        }
    }

    private static SettingsFile Parse(string path, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SettingsFile>(text, Format) ?? throw Refuse($"settings file {path}: it must hold one JSON object, such as {{ \"port\": 5080 }}.");
        }
        catch (JsonException failure)
        {
            var where = failure.LineNumber is { } line ? $"line {line + 1}, place {failure.BytePositionInLine + 1}" : "somewhere";
            var what = failure.Path is { Length: > 2 } name ? $" at \"{name[2..]}\"" : "";
            throw Refuse($"settings file {path}: {where}{what}: {Reason(failure)}");
        }
    }

    private static string Reason(JsonException failure)
        => failure.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "this name is not known; see patella serve --help."
            : failure.Message.Contains("could not be converted", StringComparison.Ordinal) ? "this value has the wrong kind; see patella serve --help."
            : "this is not JSON: " + failure.Message.Split(" LineNumber:")[0].Split(" Path:")[0];

    private IEnumerable<(string Name, string Wrong)> Wrong()
    {
        if (Port is < 1 or > 65_535)
        {
            yield return ("port", "must be 1 to 65535.");
        }

        if (TimeRate is < 0.001 or > 10_000)
        {
            yield return ("timeRate", "must be 0.001 to 10000.");
        }

        if (!ServeArguments.IsAddress(Host))
        {
            yield return ("host", "must be an IP address, localhost or *.");
        }
    }

    private static CommandFailedException Refuse(string message) => new(ExitCodes.WrongUsage, message);
}
