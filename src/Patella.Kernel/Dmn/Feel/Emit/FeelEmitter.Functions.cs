namespace Patella.Kernel.Dmn.Feel;

/// <summary>Calls and function literals.</summary>
internal sealed partial class FeelEmitter
{
    private Evaluator Call(CallNode node, EmitScope scope)
    {
        Evaluator function = Emit(node.Function, scope);
        Evaluator[] arguments = All(node.Arguments, scope);
        string[]? names = node.Names is null ? null : [.. node.Names];
        return Call(function, arguments, names);
    }

    /// <summary>A call of compiled parts.</summary>
    internal static Evaluator Call(Evaluator function, Evaluator[] arguments, string[]? names) => frame =>
    {
        object? callee = function(frame);
        if (callee is not FeelFunction target)
        {
            return frame.Run.Null($"a {FeelText.TypeName(callee)} cannot be called");
        }

        var values = new object?[arguments.Length];
        for (int position = 0; position < values.Length; position++)
        {
            values[position] = arguments[position](frame);
        }

        frame.Run.Enter();
        object? result = names is null ? target.Invoke(frame.Run, values) : target.InvokeNamed(frame.Run, names, values);
        frame.Run.Leave();
        return result;
    };

    private Evaluator Function(FunctionNode node, EmitScope scope)
    {
        if (node.External)
        {
            report("external functions (Java, PMML) are not supported");
            return frame => frame.Run.Null("external functions (Java, PMML) are not supported");
        }

        var inner = new SlotScope(scope, [.. node.Parameters.Select(parameter => parameter.Name)]);
        var signature = new FunctionSignature("function", node.Parameters, null);
        Evaluator body = Emit(node.Body, inner);
        return frame => new WrittenFunction(signature, body, frame);
    }
}

/// <summary>Name, parameters and result type of a function written in FEEL or as a model element.</summary>
internal sealed record FunctionSignature(string Name, IReadOnlyList<ParameterNode> Parameters, FeelType? Result)
{
    internal string[] ParameterNames { get; } = [.. Parameters.Select(parameter => parameter.Name)];

    /// <summary>The arguments and the result in messages.</summary>
    internal string[] Arguments { get; } = [.. Parameters.Select(parameter => $"argument '{parameter.Name}' of {Name}")];

    internal string Outcome { get; } = $"the result of {Name}";
}

/// <summary>A function written in FEEL together with the frame it was written in.</summary>
internal sealed class WrittenFunction(FunctionSignature signature, Evaluator body, Frame around) : FeelFunction
{
    public override string Name => signature.Name;

    public override IReadOnlyList<string> Parameters => signature.ParameterNames;

    internal override object? Invoke(Run run, object?[] arguments)
    {
        if (arguments.Length != signature.Parameters.Count)
        {
            return run.Null($"{Name} takes {signature.Parameters.Count} arguments, not {arguments.Length}");
        }

        for (int position = 0; position < arguments.Length; position++)
        {
            object? given = arguments[position];
            arguments[position] = Coercion.To(run, given, signature.Parameters[position].Type, signature.Arguments[position]);
            if (given is not null && arguments[position] is null)
            {
                return null;
            }
        }

        object? result = body(around.Child(arguments));
        return signature.Result is null ? result : Coercion.To(run, result, signature.Result, signature.Outcome);
    }
}
