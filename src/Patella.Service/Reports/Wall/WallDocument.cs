using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Service.Reports.Wall;

/// <summary>
/// The newest reading of a wall as it is sent. Each part remembers the version in which it changed last; so whoever comes with an older version gets the parts
/// that have changed since, and no history is kept.
/// </summary>
internal sealed class WallDocument(string epoch)
{
    private readonly Dictionary<string, (byte[] Bytes, long Version)> _parts = [];

    public long Version { get; private set; }

    /// <summary>The reading itself; null before the first.</summary>
    public WallView? View { get; private set; }

    /// <summary>Takes a reading. The version grows when a part is another one than before.</summary>
    public void Take(DateTimeOffset at, double rate, WallParts parts)
    {
        var next = Version + 1;
        var changed = false;
        foreach (var property in typeof(WallParts).GetProperties())
        {
            if (property.GetValue(parts) is not { } part)
            {
                continue;
            }

            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var bytes = JsonSerializer.SerializeToUtf8Bytes(part, property.PropertyType, Json.Options);
            if (!_parts.TryGetValue(name, out var known) || !known.Bytes.AsSpan().SequenceEqual(bytes))
            {
                _parts[name] = (bytes, next);
                changed = true;
            }
        }

        Version = changed ? next : Version;
        View = new WallView(epoch, Version, at, rate, parts);
    }

    /// <summary>The message for whoever has a version of an epoch; all parts when it is another epoch.</summary>
    public byte[] Since(string? theirs, long version)
    {
        var from = theirs == epoch ? version : 0;
        using var message = new MemoryStream();
        using (var writer = new Utf8JsonWriter(message, new JsonWriterOptions { Encoder = Json.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "wall");
            writer.WriteString("epoch", epoch);
            writer.WriteNumber("version", Version);
            writer.WriteString("at", View!.At);
            writer.WriteNumber("timeRate", View.TimeRate);
            writer.WriteStartObject("parts");
            foreach (var (name, part) in _parts.Where(part => part.Value.Version > from))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(part.Bytes, skipInputValidation: true);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return message.ToArray();
    }
}
