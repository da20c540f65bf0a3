using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Graph;

/// <summary>What compiling one piece of logic needs: the types and entry names of its model, and where to report.</summary>
internal sealed class CompileContext(TypeScope types, NameTable members, List<DmnProblem> problems)
{
    internal TypeScope Types => types;

    /// <summary>Where the logic at hand stands, for messages.</summary>
    internal string Place { get; set; } = "";

    internal void Report(string message, DmnSeverity severity = DmnSeverity.Error) => problems.Add(new DmnProblem(Place, message, severity));

    /// <summary>The type of this name; null when the name is null or unknown, which is reported.</summary>
    internal FeelType? Type(string? name)
    {
        if (name is null)
        {
            return null;
        }

        FeelType? type = types.Find(name);
        if (type is null)
        {
            Report($"there is no type '{name}'");
        }

        return type is SimpleFeelType { Name: "Any" } ? null : type;
    }

    /// <summary>A text in FEEL as a delegate; a text that is no FEEL is reported and gives null with a problem.</summary>
    internal Evaluator Feel(string text, NameTable names, EmitScope scope)
    {
        try
        {
            Node node = new FeelParser(text, names, members, types).ParseAll();
            return new FeelEmitter(message => Report(message)).Emit(node, scope);
        }
        catch (FeelSyntaxException fault)
        {
            return Failed(fault.Message);
        }
    }

    /// <summary>The tests of a cell; null when it accepts anything.</summary>
    internal UnaryTest? Tests(string text, NameTable names, EmitScope scope)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            UnaryTestsNode node = new FeelParser(text, names, members, types).ParseUnaryTests();
            return UnaryTestEmitter.Emit(new FeelEmitter(message => Report(message)), node, scope);
        }
        catch (FeelSyntaxException fault)
        {
            Evaluator failed = Failed(fault.Message);
            return (frame, _) => failed(frame) as bool?;
        }
    }

    /// <summary>The expressions separated by commas in a text, as allowed outputs are written.</summary>
    internal Evaluator[] Values(string text, NameTable names, EmitScope scope)
    {
        try
        {
            UnaryTestsNode node = new FeelParser(text, names, members, types).ParseUnaryTests();
            var emitter = new FeelEmitter(message => Report(message));
            return [.. node.Tests.Select(test => emitter.Emit(test, scope))];
        }
        catch (FeelSyntaxException fault)
        {
            return [Failed(fault.Message)];
        }
    }

    private Evaluator Failed(string message)
    {
        Report(message);
        return frame => frame.Run.Null(message);
    }
}
