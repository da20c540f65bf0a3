namespace Patella.Tests.Tidy;

public class CapabilityRuleTests
{
    private const string LowerType = "namespace Patella.Service.Tenants; public sealed class Ecosystem; internal sealed class EcosystemRow;";
    private const string HigherType = "namespace Patella.Service.Orders; public sealed class Order { public static void Mirror() { } }";

    [Fact]
    public void Code_of_a_capability_names_only_itself_and_the_contracts_of_lower_ones()
        => Findings.MustBeNone(CapabilitySymbolRule.Check(SourceTree.OfRepository));

    [Fact]
    public void Sql_of_a_capability_names_only_its_own_tables()
        => Findings.MustBeNone(CapabilityTableRule.Check(SourceTree.OfRepository));

    [Fact]
    public void The_rule_of_tables_sees_the_tables_of_the_repository()
        => Assert.Equal("the platform", CapabilityTableRule.OwnersOfTables(SourceTree.OfRepository)["timeline"]);

    [Fact]
    public void A_lower_capability_that_names_a_higher_one_is_found()
        => Findings.MustBeOne(
            CapabilitySymbolRule.Check(SourceTree.Of(
                ("src/Patella.Service/Tenants/A.cs", "namespace Patella.Service.Tenants; public class A { void M() => Patella.Service.Orders.Order.Mirror(); }"),
                ("src/Patella.Service/Orders/Order.cs", HigherType))).DistinctBy(finding => finding.Message),
            "src/Patella.Service/Tenants/A.cs", "higher capability Orders");

    [Fact]
    public void A_lower_capability_that_reaches_a_higher_one_through_var_is_found()
        => Assert.Contains(
            CapabilitySymbolRule.Check(SourceTree.Of(
                ("src/Patella.Service/Tenants/A.cs", "using Patella.Service.Orders; namespace Patella.Service.Tenants; public class A { void M() { var order = new Order(); } }"),
                ("src/Patella.Service/Orders/Order.cs", HigherType))),
            finding => finding.Message.Contains("Order of the higher", StringComparison.Ordinal));

    [Fact]
    public void A_capability_that_names_what_is_internal_to_a_lower_one_is_found()
        => Assert.Contains(
            CapabilitySymbolRule.Check(SourceTree.Of(
                ("src/Patella.Service/Tenants/Ecosystem.cs", LowerType),
                ("src/Patella.Service/Orders/A.cs", "using Patella.Service.Tenants; namespace Patella.Service.Orders; internal class A { EcosystemRow? row; Ecosystem? fine; }"))),
            finding => finding is { Path: "src/Patella.Service/Orders/A.cs", Message: "Orders names EcosystemRow, which is internal to Tenants; it uses the contracts instead" });

    [Fact]
    public void A_capability_that_uses_a_lower_ones_contract_is_not_found()
        => Findings.MustBeNone(CapabilitySymbolRule.Check(SourceTree.Of(
            ("src/Patella.Service/Tenants/Ecosystem.cs", LowerType),
            ("src/Patella.Service/Orders/A.cs", "using Patella.Service.Tenants; namespace Patella.Service.Orders; internal class A { Ecosystem? fine; }"))));

    [Fact]
    public void The_edge_that_names_a_capability_is_found()
        => Assert.NotEmpty(CapabilitySymbolRule.Check(SourceTree.Of(
            ("src/Patella.Service/Tenants/Ecosystem.cs", LowerType),
            ("src/Patella.Service/Edge/A.cs", "using Patella.Service.Tenants; namespace Patella.Service.Edge; public class A { Ecosystem? up; }"))));

    [Fact]
    public void A_namespace_in_the_wrong_folder_is_found()
        => Findings.MustBeOne(
            CapabilitySymbolRule.Check(SourceTree.Of(("src/Patella.Service/Audit/A.cs", "namespace Patella.Service.Orders; public class A;"))),
            "src/Patella.Service/Audit/A.cs", "does not belong into the folder Audit");

    [Fact]
    public void A_folder_without_a_place_in_the_order_is_found()
        => Findings.MustBeOne(
            CapabilitySymbolRule.Check(SourceTree.Of(("src/Patella.Service/Helpers/A.cs", "namespace Patella.Service.Helpers; public class A;"))),
            "src/Patella.Service/Helpers/A.cs", "not in the declared order");

    [Theory]
    [InlineData("select id from customer_order where tenant = @tenant")]
    [InlineData("select t.id from team t join customer_order o on o.id = t.id")]
    [InlineData("insert into customer_order (tenant) values (@tenant)")]
    [InlineData("update customer_order set id = 1")]
    [InlineData("delete from customer_order where id = 1")]
    public void Sql_that_names_a_table_of_another_capability_is_found_in_files_and_in_strings(string sql)
    {
        var migrations = ("src/Patella.Service/Orders/Migrations/001_order.sql", "create table customer_order (tenant text);");
        Findings.MustBeOne(
            CapabilityTableRule.Check(SourceTree.Of(migrations, ("src/Patella.Service/Tenants/tenants.sql", "-- name: A\n" + sql))),
            "src/Patella.Service/Tenants/tenants.sql", "customer_order of Orders");
        Findings.MustBeOne(
            CapabilityTableRule.Check(SourceTree.Of(migrations, ("src/Patella.Service/Tenants/A.cs", "class A { const string B = \"" + sql + "\"; }"))),
            "src/Patella.Service/Tenants/A.cs", "customer_order of Orders");
    }

    [Theory]
    [InlineData("insert into timeline (tenant) values (@tenant)", true)]
    [InlineData("delete from timer where key = @key", true)]
    [InlineData("select * from timeline where tenant = @tenant", false)]
    public void The_platforms_tables_are_written_by_the_platform_alone(string sql, bool found)
        => Assert.Equal(found, CapabilityTableRule.Check(SourceTree.Of(
            ("src/Patella.Platform/Timeline/Migrations/001_timeline.sql", "create table timeline (tenant text);\ncreate table timer (tenant text);"),
            ("src/Patella.Service/Cases/cases.sql", sql))).Any());
}
