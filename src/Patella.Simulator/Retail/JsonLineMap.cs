using System.Text.Json;

namespace Patella.Simulator.Retail;

/// <summary>Lines of a JSON text by path ("orders/#W1/items/0/price"), so that a problem can say where it is.</summary>
internal sealed class JsonLineMap
{
    private readonly Dictionary<string, int> _lines = [];

    /// <summary>Reads the whole text once; malformed JSON throws <see cref="JsonException"/> with its own line.</summary>
    public JsonLineMap(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var path = new Stack<(string Name, int Items)>();
        var (line, counted, property) = (1, 0L, "");
        while (reader.Read())
        {
            line += json[(int)counted..(int)reader.TokenStartIndex].Count((byte)'\n');
            counted = reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    property = reader.GetString()!;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.Pop();
                    break;
                default:
                    var name = Place(path, property, line);
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        path.Push((name, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                    }
                    break;
            }
        }
    }

    /// <summary>Line of the nearest known place on the way to a path.</summary>
    public int Of(string path)
    {
        for (; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
        {
            if (_lines.TryGetValue(path, out var line))
            {
                return line;
            }
        }
        return 1;
    }

    private string Place(Stack<(string Name, int Items)> path, string property, int line)
    {
        if (path.Count == 0)
        {
            return "";
        }
        var (parent, items) = path.Peek();
        var own = property;
        if (items >= 0)
        {
            path.Pop();
            path.Push((parent, items + 1));
            own = items.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        var name = parent.Length == 0 ? own : $"{parent}/{own}";
        _lines[name] = line;
        return name;
    }
}
