using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Model;
using Patella.Kernel.Dmn.Xml;

namespace Patella.Host.Evaluations;

/// <summary>Runs the technology compatibility kit of DMN against the engine in the kernel.</summary>
public static class DmnKit
{
    /// <summary>The moment now() gives in the kit; any will do, so a fixed one keeps runs equal.</summary>
    private static readonly DateTimeOffset Moment = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Runs every case of a TestCases folder, or of a .tar.gz that holds one.</summary>
    /// <param name="testCases">The folder or archive.</param>
    /// <param name="levels">Folders at the top to run; the two compliance levels when none are given.</param>
    /// <exception cref="IOException">The folder or archive cannot be read.</exception>
    public static DmnKitReport Run(string testCases, params IReadOnlyList<string> levels) => Run(testCases, model => model, levels);

    /// <summary>Runs every case after passing each model through a change, such as writing and reading it again.</summary>
    public static DmnKitReport Run(string testCases, Func<DmnDefinitions, DmnDefinitions> change, params IReadOnlyList<string> levels)
    {
        IReadOnlyList<string> wanted = levels.Count > 0 ? levels : ["compliance-level-2", "compliance-level-3"];
        var results = new List<DmnKitResult>();
        foreach (DmnKitFolder folder in DmnKitFiles.Load(testCases).Where(folder => wanted.Contains(folder.Level)))
        {
            foreach (string name in folder.Files.Keys.Where(name => name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal))
            {
                results.AddRange(RunFile(folder, name, change));
            }
        }

        return new DmnKitReport(results);
    }

    private static IEnumerable<DmnKitResult> RunFile(DmnKitFolder folder, string file, Func<DmnDefinitions, DmnDefinitions> change)
    {
        DmnKitSuite suite = DmnKitSuite.Read(folder.Files[file]);
        DmnProgram? program = null;
        string? fault = null;
        try
        {
            program = Compile(folder, suite.Model, change);
        }
        catch (DmnFormatException unreadable)
        {
            fault = unreadable.Message;
        }

        foreach (DmnKitCase test in suite.Cases)
        {
            List<(string? Reason, bool Silent)> checks = [.. test.Expected.Select(expected => program is null ? (fault, false) : Check(program, test, expected))];
            string? reason = checks.Select(check => check.Reason).FirstOrDefault(reason => reason is not null);
            yield return new DmnKitResult(folder.Level, folder.Name, test.Id, reason, checks.Exists(check => check.Silent));
        }
    }

    private static DmnProgram Compile(DmnKitFolder folder, string model, Func<DmnDefinitions, DmnDefinitions> change)
    {
        string name = folder.Files.ContainsKey(model) ? model : Path.GetFileName(model);
        if (!folder.Files.TryGetValue(name, out string? text))
        {
            throw new DmnFormatException($"the model '{model}' is not in the folder", "", 0, 0);
        }

        IEnumerable<DmnDefinitions> others = folder.Files
            .Where(file => file.Key != name && file.Key.EndsWith(".dmn", StringComparison.OrdinalIgnoreCase))
            .Select(file => change(DmnReader.Read(file.Value)));
        return DmnProgram.Compile(change(DmnReader.Read(text)), others);
    }

    /// <summary>Null when the case passes; and whether an expected error gave null without naming a problem.</summary>
    private static (string? Reason, bool Silent) Check(DmnProgram program, DmnKitCase test, DmnKitExpectation expected)
    {
        DmnResult result;
        object? actual;
        try
        {
            (result, actual) = Evaluate(program, test, expected);
        }
        catch (Exception fault) when (fault is ArgumentException or DmnLimitException)
        {
            return (fault.Message, false);
        }

        bool same = DmnKitValues.Same(expected.Value, actual);
        bool silent = same && expected.IsError && !result.HasErrors && program.Problems.Count == 0;
        return same
            ? (null, silent)
            : ($"'{expected.Node}' should be {DmnKitValues.Show(expected.Value)} but is {DmnKitValues.Show(actual)}{(result.Problems.Count > 0 ? $" ({result.Problems[0]})" : "")}", false);
    }

    private static (DmnResult Result, object? Value) Evaluate(DmnProgram program, DmnKitCase test, DmnKitExpectation expected)
    {
        var options = new DmnOptions(Moment);
        string? invocable = test.Invocable;
        if (test.Type == "decisionService" && invocable is not null)
        {
            DmnResult service = program.EvaluateService(invocable, test.Inputs, options);
            bool several = service.Value is Kernel.Dmn.Feel.FeelContext outputs && outputs.ContainsKey(expected.Node);
            return (service, several ? ((Kernel.Dmn.Feel.FeelContext)service.Value!)[expected.Node] : service.Value);
        }

        DmnResult result = test.Type == "bkm" && invocable is not null
            ? program.Call(invocable, test.Inputs, options)
            : program.Evaluate(expected.Node, test.Inputs, options);
        return (result, result.Value);
    }
}
