using System.Text;
using System.Text.Json;
using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Xml;

namespace Patella.Host.Evaluations.RuleArena;

/// <summary>
/// Answers the problems of RuleArena with decision models alone: which fee or tax is due stands in Airline.dmn and Tax.dmn. Here problems are read, given to
/// the models as facts, and answers compared.
/// </summary>
public static class RuleArena
{
    /// <summary>An answer of the set is a number of dollars that was computed in binary; half a cent beside it is the same amount.</summary>
    private const decimal HalfCent = 0.005m;

    private static readonly RuleArenaDomain[] Domains =
    [
        new("airline", "Airline.dmn", "total", "total", level => $"comp_{level}.jsonl", Traveller),
        new("tax", "Tax.dmn", "owed", "tax", level => $"comp_{level}.json", problem => [("payer", problem.GetProperty("pydantic"))]),
    ];

    /// <summary>Runs every problem below a folder that has an answer.</summary>
    /// <exception cref="IOException">A file of a domain that is there cannot be read.</exception>
    /// <exception cref="JsonException">A file is not as the set's files are.</exception>
    public static RuleArenaReport Run(string folder)
        => new([.. Domains.Where(domain => Directory.Exists(Path.Combine(folder, domain.Name))).SelectMany(domain => Run(Path.Combine(folder, domain.Name), domain, Model(domain.File)))]);

    /// <summary>The text of a model of ours.</summary>
    public static string Model(string file)
    {
        using var reader = new StreamReader(typeof(RuleArena).Assembly.GetManifestResourceStream($"Patella.Host.Evaluations.RuleArena.{file}")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Runs one domain's problems with another model in place of ours.</summary>
    public static RuleArenaReport Run(string folder, string domain, string model) => new([.. Run(Path.Combine(folder, domain), Domains.First(one => one.Name == domain), model)]);

    private static IEnumerable<RuleArenaResult> Run(string folder, RuleArenaDomain domain, string model)
    {
        var program = DmnProgram.Compile(DmnReader.Read(model));
        if (program.Problems.Count > 0)
        {
            throw new DmnFormatException($"{domain.File}: {program.Problems[0]}", "", 0, 0);
        }

        using var answers = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "answers.json")));
        foreach (var level in answers.RootElement.EnumerateArray().GroupBy(answer => answer.GetProperty("level").GetInt32()))
        {
            var problems = Problems(Path.Combine(folder, domain.Problems(level.Key)));
            foreach (var answer in level)
            {
                var index = answer.GetProperty("index").GetInt32();
                yield return Answer(program, domain, level.Key, index, problems[index], answer.GetProperty(domain.Answer).GetDecimal());
            }
        }
    }

    private static RuleArenaResult Answer(DmnProgram program, RuleArenaDomain domain, int level, int index, JsonElement problem, decimal wanted)
    {
        var result = program.Evaluate(domain.Decision, domain.Facts(problem).ToDictionary(fact => fact.Name, fact => FeelJson.Read(fact.Value)));
        var found = result.HasErrors ? null : result.Value as decimal?;
        var right = found is { } amount && Math.Abs(amount - wanted) <= HalfCent;
        return new RuleArenaResult(domain.Name, level, index, wanted, found, right, result.Problems.Count > 0 ? result.Problems[0].ToString() : null);
    }

    private static IEnumerable<(string Name, JsonElement Value)> Traveller(JsonElement problem)
    {
        var info = problem.GetProperty("info");
        return [("ticket", info.GetProperty("base_price")), ("cabin", info.GetProperty("customer_class")), ("region", info.GetProperty("routine")), ("direction", info.GetProperty("direction")), ("bags", info.GetProperty("bag_list"))];
    }

    /// <summary>The problems of a file: an array, or a line each.</summary>
    private static List<JsonElement> Problems(string path)
        => path.EndsWith(".jsonl", StringComparison.Ordinal)
            ? [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line))]
            : [.. JsonElement.Parse(File.ReadAllBytes(path)).EnumerateArray()];
}

/// <summary>A domain: its model, the decision asked for, and where problems and answers lie.</summary>
internal sealed record RuleArenaDomain(
    string Name, string File, string Decision, string Answer, Func<int, string> Problems, Func<JsonElement, IEnumerable<(string Name, JsonElement Value)>> Facts);
