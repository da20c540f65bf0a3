using Patella.Kernel.Dmn.Model;

namespace Patella.Tests.Kernel.Dmn;

/// <summary>Random models that use every kind of element and expression; the same seed gives the same model.</summary>
internal sealed class ModelGenerator(int seed)
{
    private static readonly string[] Texts =
    [
        "1 + 2", "\"a < b & c\"", "  x\n  + 1 ", "\"\u4e2d\u6587 \U0001F40E\"", "", "\t\"tab\"\t", "if a > 1 then \"]]>\" else null", "'quote' \"both\"",
    ];

    private static readonly string[] Names = ["x", "Monthly Income", "Pre-bureau risk", "\u9000\u6b3e\u91d1\u989d", "a/b", "it's <here> & \"there\""];
    private readonly Random random = new(seed);
    private int ids;

    internal DmnDefinitions Model() => new()
    {
        Name = Name(),
        Namespace = "https://patella.example/" + seed,
        Id = MaybeId(),
        Description = Maybe(Text),
        Imports = Some(() => new DmnImport(Name(), "https://patella.example/other", Maybe(() => "https://www.omg.org/spec/DMN/20230324/MODEL/"), Maybe(() => "other.dmn"))),
        ItemDefinitions = Some(() => Item(2)),
        Inputs = Some(() => new InputData { Name = Name(), Id = MaybeId(), Variable = Maybe(Variable), Description = Maybe(Text) }),
        Decisions = Some(ADecision),
        Knowledge = Some(() => new BusinessKnowledgeModel { Name = Name(), Id = MaybeId(), Variable = Maybe(Variable), Logic = Maybe(() => Function(2)), Requirements = Some(Requirement) }),
        Services = Some(() => new DecisionService { Name = Name(), Id = MaybeId(), OutputDecisions = Some(Href), EncapsulatedDecisions = Some(Href), InputDecisions = Some(Href), InputData = Some(Href) }),
    };

    private Decision ADecision() => new()
    {
        Name = Name(),
        Id = MaybeId(),
        Description = Maybe(Text),
        Question = Maybe(Text),
        AllowedAnswers = Maybe(Text),
        Variable = Maybe(Variable),
        Requirements = Some(Requirement),
        Logic = Maybe(() => Expression(3)),
    };

    private DmnExpression Expression(int depth) => random.Next(depth > 0 ? 11 : 1) switch
    {
        1 => (DmnExpression)Table(),
        2 => new ContextExpression(Some(() => new ContextEntry(Maybe(Variable), Expression(depth - 1)))),
        3 => new ListExpression(Some(() => Expression(depth - 1))),
        4 => Relation(depth),
        5 => Function(depth),
        6 => new InvocationExpression(Expression(depth - 1), Some(() => new Binding(Variable(), Maybe(() => Expression(depth - 1))))),
        7 => new ConditionalExpression(Expression(depth - 1), Expression(depth - 1), Expression(depth - 1)),
        8 => new FilterExpression(Expression(depth - 1), Expression(depth - 1)),
        9 => new ForExpression(Name(), Expression(depth - 1), Expression(depth - 1)),
        10 => new QuantifiedExpression(random.Next(2) == 0, Name(), Expression(depth - 1), Expression(depth - 1)),
        _ => new LiteralExpression(Text()) { ExpressionLanguage = Maybe(() => "https://www.omg.org/spec/DMN/20230324/FEEL/") },
    } with
    {
        Id = MaybeId(),
        TypeRef = Maybe(() => "number"),
        Label = Maybe(Name),
    };

    private RelationExpression Relation(int depth)
    {
        ValueList<InformationItem> columns = Some(Variable);
        return new RelationExpression(columns, Some(() => columns.Select(_ => Expression(depth - 1)).ToValueList()));
    }

    private FunctionExpression Function(int depth) => new(Some(Variable), Maybe(() => Expression(depth - 1))) { Kind = (FunctionKind)random.Next(3) };

    private DecisionTable Table()
    {
        ValueList<TableInput> inputs = Some(() => new TableInput(Cell()) { Id = MaybeId(), Label = Maybe(Name), TypeRef = Maybe(() => "string"), AllowedValues = Maybe(Cell) });
        ValueList<TableOutput> outputs = [new TableOutput(), .. Some(() => new TableOutput { Id = MaybeId(), Name = Maybe(Name), Label = Maybe(Name), TypeRef = Maybe(() => "string"), AllowedValues = Maybe(Cell), Default = Maybe(Cell) })];
        return new DecisionTable
        {
            HitPolicy = (HitPolicy)random.Next(7),
            Aggregation = (Aggregation)random.Next(5),
            Inputs = inputs,
            Outputs = outputs,
            Annotations = Some(Name),
            OutputLabel = Maybe(Name),
            Rules = Some(() => new TableRule(inputs.Select(_ => Cell()).ToValueList(), outputs.Select(_ => Cell()).ToValueList()) { Id = MaybeId(), Description = Maybe(Text), Annotations = Some(Text) }),
        };
    }

    private ItemDefinition Item(int depth) => new()
    {
        Name = Name(),
        Id = MaybeId(),
        TypeRef = Maybe(() => "number"),
        IsCollection = random.Next(2) == 0,
        AllowedValues = Maybe(Text),
        TypeConstraint = Maybe(Text),
        Components = depth > 0 ? Some(() => Item(depth - 1)) : [],
        Function = Maybe(() => new FunctionItem(Maybe(() => "string"), Some(Variable))),
    };

    private Requirement Requirement() => new((RequirementKind)random.Next(3), Href(), MaybeId());

    private InformationItem Variable() => new(Name(), Maybe(() => "number"), MaybeId());

    private TableCell Cell() => new(Text(), MaybeId());

    private string Href() => "#id" + random.Next(10);

    private string Text() => Texts[random.Next(Texts.Length)];

    private string Name() => Names[random.Next(Names.Length)];

    private string? MaybeId() => Maybe(() => "id" + ++ids);

    private T? Maybe<T>(Func<T> make)
        where T : class => random.Next(2) == 0 ? make() : null;

    private ValueList<T> Some<T>(Func<T> make) => Enumerable.Range(0, random.Next(4)).Select(_ => make()).ToValueList();
}
