using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;
using Patella.Kernel.Dmn.Tables;

namespace Patella.Kernel.Dmn.Graph;

/// <summary>Turns boxed expressions into delegates.</summary>
internal sealed class ExpressionCompiler(CompileContext context, NameTable names, EmitScope scope)
{
    internal Evaluator Compile(DmnExpression expression)
    {
        StackGuard.Check();
        Evaluator inner = expression switch
        {
            LiteralExpression literal => Literal(literal),
            DecisionTable table => new TableCompiler(context, names, scope).Compile(table),
            ContextExpression boxed => Context(boxed),
            ListExpression list => List(list.Items.Select(Compile)),
            RelationExpression relation => Relation(relation),
            FunctionExpression function => Function(function, "function"),
            InvocationExpression invocation => Invocation(invocation),
            ConditionalExpression conditional =>
                FeelEmitter.Conditional(Compile(conditional.If), Compile(conditional.Then), Compile(conditional.Else)),
            FilterExpression filter => FeelEmitter.Filter(Compile(filter.In), Inside(new FilterScope(scope), "item").Compile(filter.Match)),
            ForExpression loop => For(loop),
            QuantifiedExpression quantified => FeelEmitter.Quantified(
                quantified.Every,
                [new LoopSource(Compile(quantified.In), null)],
                Inside(new SlotScope(scope, quantified.Variable), quantified.Variable).Compile(quantified.Satisfies)),
            _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "No such expression."),
        };
        return Typed(inner, expression is FunctionExpression ? null : context.Type(expression.TypeRef), "the value of an expression");
    }

    /// <summary>A function as a delegate that gives the function value.</summary>
    internal Evaluator Function(FunctionExpression function, string name)
    {
        if (function.Kind != FunctionKind.Feel)
        {
            return Failed($"functions of kind {function.Kind} are not supported");
        }

        if (function.Body is null)
        {
            return Failed("the function has no body");
        }

        string[] parameters = [.. function.Parameters.Select(parameter => parameter.Name)];
        Evaluator body = Inside(new SlotScope(scope, parameters), parameters).Compile(function.Body);
        var signature = new FunctionSignature(
            name,
            [.. function.Parameters.Select(parameter => new ParameterNode(parameter.Name, context.Type(parameter.TypeRef)))],
            context.Type(function.TypeRef));
        return frame => new WrittenFunction(signature, body, frame);
    }

    private static Evaluator Typed(Evaluator inner, FeelType? type, string what) =>
        type is null ? inner : frame => Coercion.To(frame.Run, inner(frame), type, what);

    private ExpressionCompiler Inside(EmitScope inner, params string[] added) => new(context, new NameTable(added, names), inner);

    private Evaluator Literal(LiteralExpression literal)
    {
        if (literal.ExpressionLanguage is { Length: > 0 } language && !language.Contains("FEEL", StringComparison.OrdinalIgnoreCase))
        {
            return Failed($"the expression language '{language}' is not supported");
        }

        return string.IsNullOrWhiteSpace(literal.Text) ? FeelEmitter.Constant(null) : context.Feel(literal.Text, names, scope);
    }

    private Evaluator Context(ContextExpression boxed)
    {
        var inner = new SlotScope(scope);
        var known = new NameTable(names);
        var compiler = new ExpressionCompiler(context, known, inner);
        var entries = new List<(string? Name, Evaluator Value)>();
        foreach (ContextEntry entry in boxed.Entries)
        {
            // A function may call itself by the name of its entry; any other value may not.
            bool function = IsFunction(entry.Value);
            string? name = entry.Variable?.Name;
            if (function && name is not null)
            {
                known.Add(name);
                inner.Add(name);
            }

            Evaluator value = Typed(compiler.Compile(entry.Value), context.Type(entry.Variable?.TypeRef), $"entry '{name}'");
            entries.Add((name, value));
            if (!function && name is not null)
            {
                known.Add(name);
                inner.Add(name);
            }
        }

        return CompiledContext.Of(entries, inner.Count, context);
    }

    private static bool IsFunction(DmnExpression expression) =>
        expression is FunctionExpression || (expression is LiteralExpression literal && literal.Text.TrimStart().StartsWith("function", StringComparison.Ordinal));

    private static Evaluator List(IEnumerable<Evaluator> compiled)
    {
        Evaluator[] items = [.. compiled];
        return frame => FeelList.Of(items.Select(item => item(frame)));
    }

    private Evaluator Relation(RelationExpression relation)
    {
        string[] columns = [.. relation.Columns.Select(column => column.Name)];
        FeelType?[] types = [.. relation.Columns.Select(column => context.Type(column.TypeRef))];
        return List(relation.Rows.Select(row =>
        {
            Evaluator[] cells = [.. row.Select((cell, column) => Typed(Compile(cell), types[column], $"column '{columns[column]}'"))];
            return (Evaluator)(frame => new FeelContext(columns, [.. cells.Select(cell => cell(frame))]));
        }));
    }

    private Evaluator Invocation(InvocationExpression invocation)
    {
        Evaluator function = Compile(invocation.Function);
        string[] parameters = [.. invocation.Bindings.Select(binding => binding.Parameter.Name)];
        Evaluator[] arguments = [.. invocation.Bindings.Select(binding => binding.Value is null ? FeelEmitter.Constant(null) : Compile(binding.Value))];
        return FeelEmitter.Call(function, arguments, parameters.Length == 0 ? null : parameters);
    }

    private Evaluator For(ForExpression loop)
    {
        var results = new SlotScope(scope, "partial");
        LoopSource[] sources = [new LoopSource(Inside(results).Compile(loop.In), null)];
        Evaluator body = Inside(new SlotScope(results, loop.Variable), loop.Variable, "partial").Compile(loop.Return);
        return FeelEmitter.For(results, sources, body);
    }

    private Evaluator Failed(string message)
    {
        context.Report(message);
        return frame => frame.Run.Null(message);
    }
}
