using System.Collections.Concurrent;
using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Model;
using Patella.Kernel.Dmn.Xml;

namespace Patella.Service.Policies.Guarding;

/// <summary>A model compiled once and evaluated by any number of threads.</summary>
internal sealed class PolicyProgram
{
    /// <summary>Programs kept; each is some ten kilobytes.</summary>
    private const int MostKept = 2_000;

    private static readonly ConcurrentDictionary<string, PolicyProgram> Kept = new();

    private readonly ConcurrentDictionary<string, string[]> _known = new();

    private PolicyProgram(DmnDefinitions model)
    {
        Model = model;
        Program = DmnProgram.Compile(model);
        Used = FactPaths.Of(model);
        Inputs = [.. Program.Inputs];
        HasErrors = Program.Problems.Any(problem => problem.Severity == DmnSeverity.Error);
        UsedPaths = [.. Used.Select(used => used.Path).Distinct().Order(StringComparer.Ordinal)];
    }

    public DmnDefinitions Model { get; }

    public DmnProgram Program { get; }

    /// <summary>Names of its inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Whether the model itself is wrong.</summary>
    public bool HasErrors { get; }

    /// <summary>Facts it reads, and where.</summary>
    public IReadOnlyList<UsedFact> Used { get; }

    /// <summary>The same without places.</summary>
    public IReadOnlyList<string> UsedPaths { get; }

    /// <summary>The facts it reads that must be known, by a policy's list of facts.</summary>
    public IReadOnlyList<string> MustBeKnown(PolicyKind kind) => _known.GetOrAdd(kind.Key, _ => [.. kind.MustBeKnown(UsedPaths)]);

    /// <exception cref="DmnFormatException">The text is no model.</exception>
    public static PolicyProgram Of(string dmn, string hash)
    {
        if (Kept.TryGetValue(hash, out var kept))
        {
            return kept;
        }

        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        return Kept.GetOrAdd(hash, new PolicyProgram(DmnReader.Read(dmn)));
    }

    /// <summary>One that is not kept: a draft under trial.</summary>
    /// <exception cref="DmnFormatException">The text is no model.</exception>
    public static PolicyProgram Once(string dmn) => new(DmnReader.Read(dmn));
}
