using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Patella.Simulator.Incidents;

/// <summary>What to write.</summary>
public sealed record IncidentStreamOptions
{
    public required ulong Seed { get; init; }

    public int Days { get; init; } = 7;

    /// <summary>Voices a day without incidents and traps.</summary>
    public int VoicesPerDay { get; init; } = 40_000;

    public int Incidents { get; init; } = 16;

    public int Merchants { get; init; } = 3_000;

    public int Reasons { get; init; } = 64;

    /// <summary>False: a stream in which nothing is wrong.</summary>
    public bool Traps { get; init; } = true;

    /// <summary>Other people's sentences to speak in, instead of our own.</summary>
    public IReadOnlyList<string>? Texts { get; init; }
}

/// <summary>A stream of voices with faults that are known, and with what only looks like faults. The same seed writes the same bytes.</summary>
public static class IncidentStream
{
    private static readonly string[] Dimensions = ["category", "merchant", "product", "carrier", "region", "channel", "version"];
    private static readonly DateTimeOffset From = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes <c>voices.jsonl</c> and <c>truth.json</c> into a folder.</summary>
    public static IncidentTruth Write(IncidentStreamOptions options, string folder)
    {
        Directory.CreateDirectory(folder);
        using var voices = new FileStream(Path.Combine(folder, "voices.jsonl"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var truth = Write(options, voices);
        File.WriteAllBytes(Path.Combine(folder, "truth.json"), JsonSerializer.SerializeToUtf8Bytes(truth, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
        return truth;
    }

    /// <summary>Writes the lines and returns the truth.</summary>
    public static IncidentTruth Write(IncidentStreamOptions options, Stream voices)
    {
        var seed = new SeededRandom(options.Seed);
        var world = new StreamWorld(seed.Fork("world"), options.Merchants, options.Reasons);
        var perMinute = options.VoicesPerDay / 1440.0;
        var plan = new IncidentPlan(seed.Fork("plan"), world, From, options.Days, perMinute);
        var incidents = plan.Incidents(options.Incidents);
        var traps = options.Traps ? plan.Traps() : [];
        var writer = new StreamWriterOf(voices, seed.Fork("voices"), world, new StreamTexts(seed.Fork("texts"), options.Texts), From);
        var random = seed.Fork("counts");
        for (long minute = 0; minute < options.Days * 1440; minute++)
        {
            writer.Minute(minute, perMinute * world.Hour(minute) / 0.95, random, incidents, traps);
        }

        writer.Flush();
        return new IncidentTruth(options.Seed, From, From.AddDays(options.Days), writer.Count, [.. incidents.OrderBy(incident => incident.Onset)], traps);
    }

    private sealed class StreamWriterOf(Stream output, SeededRandom random, StreamWorld world, StreamTexts texts, DateTimeOffset from)
    {
        private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        private readonly List<(int Second, Draw Draw, string Reason, string Text, int Customer)> _lines = [];

        public int Count { get; private set; }

        public void Minute(long minute, double mean, SeededRandom counts, IReadOnlyList<InjectedIncident> incidents, IReadOnlyList<InjectedTrap> traps)
        {
            var now = from.AddMinutes(minute);
            var sale = traps.Where(trap => trap.Kind == "sale" && Within(trap, now)).Select(trap => trap.Factor).DefaultIfEmpty(1).Max();

            // Gamma-mixed Poisson: variance over mean about 1.6.
            var scattered = mean * sale * counts.LogNormal(1, Math.Sqrt(0.6 / (mean + 1)));
            for (var left = Poisson(counts, scattered); left > 0; left--)
            {
                var draw = world.Draw(random);
                Say(draw, Drifted(draw, traps, now), random.Next(60_000));
            }

            foreach (var trap in traps.Where(trap => Within(trap, now)))
            {
                Trap(trap, mean, counts);
            }

            foreach (var incident in incidents.Where(incident => incident.Onset <= now && now < incident.End))
            {
                Incident(incident, now, sale, counts);
            }

            Write(now);
        }

        public void Flush() => _json.Flush();

        private static bool Within(InjectedTrap trap, DateTimeOffset now) => trap.Onset <= now && now < trap.End;

        private static int Poisson(SeededRandom random, double mean)
        {
            if (mean > 200)
            {
                return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))));
            }

            var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
            while (product > limit)
            {
                product *= random.NextDouble();
                count++;
            }

            return count;
        }

        /// <summary>A drift slowly turns other voices into its reason.</summary>
        private string Drifted(in Draw draw, IReadOnlyList<InjectedTrap> traps, DateTimeOffset now)
        {
            foreach (var trap in traps)
            {
                if (trap.Kind == "drift" && Within(trap, now) && Matches(trap.Node, draw))
                {
                    var extra = world.Share(trap.Reason, Empty) * (trap.Factor - 1) * ((now - trap.Onset) / (trap.End - trap.Onset));
                    if (random.Chance(extra))
                    {
                        return trap.Reason;
                    }
                }
            }

            return world.Reasons[draw.Reason];
        }

        private static readonly SortedDictionary<string, string> Empty = [];

        private static bool Matches(SortedDictionary<string, string> node, in Draw draw)
        {
            foreach (var (dimension, value) in node)
            {
                if (IncidentPlan.Value(dimension, draw) != value)
                {
                    return false;
                }
            }

            return true;
        }

        private void Trap(InjectedTrap trap, double mean, SeededRandom counts)
        {
            var minutes = (trap.End - trap.Onset).TotalMinutes;
            switch (trap.Kind)
            {
                case "category-sale" or "shop-show":
                    for (var left = Poisson(counts, mean * world.Share("", trap.Node) * (trap.Factor - 1)); left > 0; left--)
                    {
                        var draw = At(trap.Node);
                        Say(draw, world.Reasons[draw.Reason], random.Next(60_000));
                    }

                    break;
                case "flood":
                    for (var left = Poisson(counts, trap.Factor / minutes); left > 0; left--)
                    {
                        Say(At(trap.Node), trap.Reason, (int)(60_000 + (trap.Onset.ToUnixTimeSeconds() % 1_000)));
                    }

                    break;
                case "copy-paste":
                    for (var left = Poisson(counts, trap.Factor / minutes); left > 0; left--)
                    {
                        var text = "转发：大家都看看，" + trap.Onset.Day.ToString(CultureInfo.InvariantCulture) + "号买的东西全是问题，联合起来一起要求退钱，复制这段话发给客服" + (random.Chance(0.3) ? "！" : "") + (random.Chance(0.2) ? random.Next(100).ToString(CultureInfo.InvariantCulture) : "");
                        _lines.Add((random.Next(60), At(trap.Node), trap.Reason, text, random.Next(60_000)));
                    }

                    break;
            }
        }

        private void Incident(InjectedIncident incident, DateTimeOffset now, double sale, SeededRandom counts)
        {
            var minutes = (incident.End - incident.Onset).TotalMinutes;
            var through = (now - incident.Onset).TotalMinutes / minutes;
            var weight = incident.Shape switch { "ramp" => through, "burst" => 1 - through, _ => 1 };
            var mean = incident.Extra / minutes / (incident.Shape == "step" ? 1 : 0.5) * weight * (incident.Unseen < 0 ? Math.Sqrt(sale) : 1);
            for (var left = Poisson(counts, mean); left > 0; left--)
            {
                var draw = At(incident.Node);
                var text = incident.Unseen >= 0 ? texts.NextUnseen(incident.Unseen) : texts.Next(incident.Reason);
                _lines.Add((random.Next(60), draw, incident.Reason, text, random.Next(60_000)));
            }
        }

        /// <summary>A draw inside a node, likely as such draws are.</summary>
        private Draw At(SortedDictionary<string, string> node)
        {
            for (var tries = 0; tries < 20_000; tries++)
            {
                var draw = world.Draw(random);
                if (Matches(node, draw))
                {
                    return draw;
                }
            }

            var forced = world.Draw(random);
            foreach (var (dimension, value) in node)
            {
                var number = int.Parse(value[1..], CultureInfo.InvariantCulture);
                forced = dimension switch
                {
                    "merchant" => forced with { Merchant = number, Category = world.Categories[number], Product = number * StreamWorld.ProductsOfMerchant },
                    "product" => forced with { Product = number, Merchant = number / StreamWorld.ProductsOfMerchant, Category = world.Categories[number / StreamWorld.ProductsOfMerchant] },
                    "carrier" => forced with { Carrier = number },
                    "region" => forced with { Region = number },
                    _ => forced,
                };
            }

            return forced;
        }

        private void Say(in Draw draw, string reason, int customer)
            => _lines.Add((random.Next(60), draw, random.Chance(0.06) ? "" : reason, texts.Next(reason), customer));

        private void Write(DateTimeOffset now)
        {
            foreach (var (second, draw, reason, text, customer) in _lines.OrderBy(line => line.Second))
            {
                _json.WriteStartObject();
                _json.WriteString("id", "v" + Count.ToString(CultureInfo.InvariantCulture));
                _json.WriteString("time", now.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                _json.WriteString("author", "consumer");
                _json.WriteString("customer", "u" + customer.ToString(CultureInfo.InvariantCulture));
                foreach (var dimension in Dimensions)
                {
                    _json.WriteString(dimension, IncidentPlan.Value(dimension, draw));
                }

                if (reason.Length > 0)
                {
                    _json.WriteString("reason", reason);
                }

                _json.WriteString("text", text);
                _json.WriteEndObject();
                _json.Flush();
                output.WriteByte((byte)'\n');
                _json.Reset();
                Count++;
            }

            _lines.Clear();
        }
    }
}
