using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Graph;

/// <summary>Links the elements of a model and its imports into one graph and compiles their logic.</summary>
internal sealed class GraphBuilder
{
    private readonly Dictionary<string, DmnDefinitions> models = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Id), GraphNode> byReference = [];
    private readonly List<GraphNode> nodes = [];

    internal GraphBuilder(DmnDefinitions main, IEnumerable<DmnDefinitions> imported)
    {
        models[main.Namespace] = main;
        foreach (DmnDefinitions model in imported)
        {
            models.TryAdd(model.Namespace, model);
        }
    }

    internal List<DmnProblem> Problems { get; } = [];

    internal GraphNode[] Build()
    {
        foreach (DmnDefinitions model in models.Values)
        {
            AddNodes(model);
        }

        foreach (DmnDefinitions model in models.Values)
        {
            CompileModel(model);
        }

        Problems.AddRange(RequirementCycles.Find(nodes));
        return [.. nodes];
    }

    private void AddNodes(DmnDefinitions model)
    {
        IEnumerable<(NodeKind, DmnElement)> elements =
            model.Inputs.Select(input => (NodeKind.Input, (DmnElement)input))
            .Concat(model.Decisions.Select(decision => (NodeKind.Decision, (DmnElement)decision)))
            .Concat(model.Knowledge.Select(knowledge => (NodeKind.Function, (DmnElement)knowledge)))
            .Concat(model.Services.Select(service => (NodeKind.Service, (DmnElement)service)));
        foreach ((NodeKind kind, DmnElement element) in elements)
        {
            var node = new GraphNode(nodes.Count, kind, model, element);
            nodes.Add(node);
            if (element.Id is { } id && !byReference.TryAdd((model.Namespace, id), node))
            {
                Problems.Add(new DmnProblem(node.Place, $"the id '{id}' is used twice"));
            }
        }
    }

    private void CompileModel(DmnDefinitions model)
    {
        TypeScope types = Types(model);
        var members = new NameTable(Reachable(model).SelectMany(other => TypeCompiler.ComponentNames(other.ItemDefinitions)).Concat(Properties.Names));
        foreach (GraphNode node in nodes.Where(node => ReferenceEquals(node.Model, model)))
        {
            CompileNode(node, new CompileContext(types, members, Problems) { Place = node.Place });
        }
    }

    private TypeScope Types(DmnDefinitions model)
    {
        var scope = new TypeScope();
        TypeCompiler.Define(model, "", scope, scope, Problems);
        foreach (DmnImport import in model.Imports)
        {
            if (models.TryGetValue(import.Namespace, out DmnDefinitions? other))
            {
                var own = new TypeScope();
                TypeCompiler.Define(other, "", own, own, []);
                TypeCompiler.Define(other, import.Name.Length == 0 ? "" : import.Name + ".", scope, own, []);
            }
            else if (import.ImportType?.Contains("/DMN/", StringComparison.Ordinal) != false)
            {
                Problems.Add(new DmnProblem($"import '{import.Name}'", $"the model '{import.Namespace}' was not given"));
            }
        }

        return scope;
    }

    private HashSet<DmnDefinitions> Reachable(DmnDefinitions model)
    {
        var reached = new HashSet<DmnDefinitions>(ReferenceEqualityComparer.Instance) { model };
        var open = new Queue<DmnDefinitions>([model]);
        while (open.TryDequeue(out DmnDefinitions? next))
        {
            foreach (DmnImport import in next.Imports)
            {
                if (models.TryGetValue(import.Namespace, out DmnDefinitions? other) && reached.Add(other))
                {
                    open.Enqueue(other);
                }
            }
        }

        return reached;
    }

    private void CompileNode(GraphNode node, CompileContext context)
    {
        node.Type = context.Type(node.Element.Variable?.TypeRef);
        switch (node.Element)
        {
            case Decision decision:
                ExpressionCompiler logic = Compiler(node, decision.Requirements, context);
                node.Logic = decision.Logic is null ? NoLogic(node) : logic.Compile(decision.Logic);
                break;
            case BusinessKnowledgeModel { Logic: { } function } knowledge:
                node.Logic = Compiler(node, knowledge.Requirements, context).Function(WithResult(function, node), node.Name);
                node.Type = null;
                break;
            case DecisionService service:
                node.Parameters = [.. Targets(service.InputData, node), .. Targets(service.InputDecisions, node)];
                node.Outputs = [.. Targets(service.OutputDecisions, node)];
                node.Type = ResultType(node.Type);
                break;
        }
    }

    private static Evaluator NoLogic(GraphNode node) => frame => frame.Run.Null($"{node.Place} has no logic");

    // The variable of a business knowledge model names either its function type or the type of its result.
    private static FunctionExpression WithResult(FunctionExpression function, GraphNode node) =>
        function.TypeRef is null && node.Element.Variable?.TypeRef is { } type && node.Type is not (null or FunctionFeelType or NamedFeelType { Target: FunctionFeelType })
            ? function with { TypeRef = type }
            : function with { TypeRef = node.Type is NamedFeelType { Target: FunctionFeelType } ? null : function.TypeRef };

    private static FeelType? ResultType(FeelType? type) => type switch
    {
        NamedFeelType { Target: FunctionFeelType function } => function.Result,
        FunctionFeelType function => function.Result,
        _ => type,
    };

    private ExpressionCompiler Compiler(GraphNode node, ValueList<Requirement> requirements, CompileContext context)
    {
        var required = new Dictionary<string, Evaluator>(StringComparer.Ordinal);
        node.Requires = [.. Targets(requirements.Select(requirement => requirement.Href), node)];
        foreach (GraphNode target in node.Requires)
        {
            int index = target.Index;
            Evaluator read = frame => frame.Graph!.Value(index);
            foreach (string name in NamesFor(target, node.Model))
            {
                required[name] = read;
            }
        }

        return new ExpressionCompiler(context, new NameTable(required.Keys, Builtins.Names), new RootScope(required));
    }

    /// <summary>A node of the own model by its name; one of another model by the import's name, a dot and its name.</summary>
    private static IEnumerable<string> NamesFor(GraphNode target, DmnDefinitions model)
    {
        if (ReferenceEquals(target.Model, model))
        {
            return [target.Name];
        }

        return model.Imports.Where(import => import.Namespace == target.Model.Namespace)
            .Select(import => import.Name.Length == 0 ? target.Name : $"{import.Name}.{target.Name}")
            .DefaultIfEmpty(target.Name);
    }

    private IEnumerable<GraphNode> Targets(IEnumerable<string> hrefs, GraphNode from)
    {
        foreach (string href in hrefs)
        {
            int hash = href.LastIndexOf('#');
            string space = hash <= 0 ? from.Model.Namespace : href[..hash];
            if (byReference.TryGetValue((space, href[(hash + 1)..]), out GraphNode? target))
            {
                yield return target;
            }
            else
            {
                Problems.Add(new DmnProblem(from.Place, $"requires '{href}', which is not in the model"));
            }
        }
    }
}
