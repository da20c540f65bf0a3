namespace Patella.Host.Detection;

/// <summary>What the beginning of a file tells about the whole: which fields are dimensions, whether reasons are given, when it begins.</summary>
internal sealed record StreamShape(IReadOnlyList<string> Dimensions, IReadOnlyList<(int, int)> Pairs, bool ReasonsAreGiven, long Start, IReadOnlyList<string> LeftOut)
{
    private const int Lines = 50_000;
    private const int MostDimensions = 16;

    public static StreamShape Of(VoiceFile file)
    {
        var fields = new Dictionary<string, (int Used, HashSet<string> Values)>(StringComparer.Ordinal);
        var (good, given) = (0, 0);
        var times = new List<long>();
        foreach (var voice in file.Read().Take(Lines).Where(line => line.Problem is null && line.Voice.Time is not null).Select(line => line.Voice))
        {
            good++;
            given += string.IsNullOrEmpty(voice.Reason) ? 0 : 1;
            if (times.Count < 201)
            {
                times.Add(voice.Time!.Value);
            }

            foreach (var (name, value) in voice.Fields)
            {
                var field = fields.TryGetValue(name, out var known) ? known : (0, new HashSet<string>(StringComparer.Ordinal));
                field.Item2.Add(value);
                fields[name] = (field.Item1 + 1, field.Item2);
            }
        }

        times.Sort();

        // A field that is nearly always new is a number of the voice, not a place; one that never changes tells nothing.
        var useful = fields.Where(field => field.Value.Used >= 3 && field.Value.Values.Count > 1 && (field.Value.Used < 200 || field.Value.Values.Count < 0.8 * field.Value.Used))
            .OrderByDescending(field => field.Value.Used).ThenBy(field => field.Key, StringComparer.Ordinal).ToList();
        var names = useful.Take(MostDimensions).Select(field => field.Key).Order(StringComparer.Ordinal).ToList();
        return new StreamShape(names, PairsOf(names, name => fields[name].Values.Count), good > 0 && given * 2 > good, times.Count == 0 ? 0 : times[times.Count / 2], [.. useful.Skip(MostDimensions).Select(field => field.Key)]);
    }

    /// <summary>Carrier and region where they are called so; otherwise small dimensions two by two, at most six pairs.</summary>
    private static List<(int, int)> PairsOf(List<string> names, Func<string, int> values)
    {
        var (carrier, region) = (names.IndexOf("carrier"), names.IndexOf("region"));
        if (carrier >= 0 && region >= 0)
        {
            return [(carrier, region)];
        }

        var small = names.Select((name, i) => (Index: i, Values: values(name))).Where(pair => pair.Values is >= 2 and <= 64).ToList();
        return [.. small.SelectMany((a, i) => small.Skip(i + 1).Select(b => (A: a.Index, B: b.Index, Size: a.Values * b.Values)))
            .Where(pair => pair.Size is >= 16 and <= 2_048).OrderByDescending(pair => pair.Size).Take(6).Select(pair => (pair.A, pair.B))];
    }
}
