using System.Text.Json;

namespace Patella.Simulator.Retail;

/// <summary>Reads and checks the whole file before anything of it is used: all of it is good, or every problem is named.</summary>
internal sealed class RetailReader
{
    private static readonly HashSet<string> States = ["pending", "processed", "delivered", "cancelled"];
    private static readonly HashSet<string> Sources = ["credit_card", "gift_card", "paypal"];
    private readonly RetailCheck _check;
    private readonly JsonElement _root;
    private readonly HashSet<string> _skus = [];
    private readonly Dictionary<string, HashSet<string>> _methods = [];

    private RetailReader(RetailCheck check, JsonElement root) => (_check, _root) = (check, root);

    /// <summary>Reads a file's bytes.</summary>
    /// <exception cref="RetailFileException">Anything is wrong; names line and field of each problem.</exception>
    public static RetailData Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var check = new RetailCheck(new JsonLineMap(json.Span));
            using var document = JsonDocument.Parse(json);
            var data = new RetailReader(check, document.RootElement).All();
            return check.Problems.Count == 0 ? data : throw new RetailFileException(check.Problems);
        }
        catch (JsonException error)
        {
            throw new RetailFileException([new RetailProblem((int)(error.LineNumber ?? 0) + 1, "file", "is not JSON: " + error.Message)]);
        }
    }

    private RetailData All()
    {
        var products = _check.Members(_root, "products", "").Select(one => Product(one.Name, one.Path, one.Value)).ToList();
        var customers = _check.Members(_root, "users", "").Select(one => Customer(one.Name, one.Path, one.Value)).ToList();
        var orders = _check.Members(_root, "orders", "").Select(one => Order(one.Name, one.Path, one.Value)).ToList();
        var numbers = orders.Select(order => order.Number).ToHashSet();
        foreach (var customer in customers)
        {
            _check.Must(customer.Orders.All(numbers.Contains), $"users/{customer.Id}/orders", "names an order that is not in the file");
        }
        return new RetailData(products, customers, orders);
    }

    private RetailProduct Product(string id, string path, JsonElement product)
    {
        _check.Key(product, "product_id", path, id);
        var variants = _check.Members(product, "variants", path).Select(one => Variant(one.Name, one.Path, one.Value)).ToList();
        _check.Must(variants.Count > 0, path + "/variants", "must not be empty");
        return new RetailProduct(id, _check.Text(product, "name", path), variants);
    }

    private RetailVariant Variant(string sku, string path, JsonElement variant)
    {
        _check.Key(variant, "item_id", path, sku);
        _check.Must(_skus.Add(sku), path, "stands in two products");
        var available = RetailCheck.Member(variant, "available");
        _check.Must(available.ValueKind is JsonValueKind.True or JsonValueKind.False, path + "/available", "must be true or false");
        return new RetailVariant(sku, _check.Options(variant, path), _check.Cents(variant, "price", path), available.ValueKind == JsonValueKind.True);
    }

    private RetailCustomer Customer(string id, string path, JsonElement user)
    {
        _check.Key(user, "user_id", path, id);
        var email = _check.Text(user, "email", path);
        _check.Must(email.Contains('@'), path + "/email", "must be a mail address");
        var name = RetailCheck.Member(user, "name");
        var methods = _check.Members(user, "payment_methods", path).Select(one => Method(one.Name, one.Path, one.Value)).ToList();
        _methods[id] = methods.Select(method => method.Id).ToHashSet();
        var orders = _check.Elements(user, "orders", path).Select(one => one.Value.ValueKind == JsonValueKind.String ? one.Value.GetString()! : "").ToList();
        return new RetailCustomer(
            id, $"{_check.Text(name, "first_name", path + "/name")} {_check.Text(name, "last_name", path + "/name")}", email,
            Address(user, path), methods, orders);
    }

    private RetailPaymentMethod Method(string id, string path, JsonElement method)
    {
        _check.Key(method, "id", path, id);
        var source = _check.Text(method, "source", path);
        _check.Must(Sources.Contains(source), path + "/source", $"must be one of {string.Join(", ", Sources)}");
        return new RetailPaymentMethod(id, source, method.Clone());
    }

    private RetailAddress Address(JsonElement parent, string path)
    {
        var (address, at) = (RetailCheck.Member(parent, "address"), path + "/address");
        string Of(string name) => _check.Text(address, name, at);
        return new RetailAddress(Of("address1"), Of("address2"), Of("city"), Of("state"), Of("country"), Of("zip"));
    }

    private RetailOrder Order(string number, string path, JsonElement order)
    {
        _check.Key(order, "order_id", path, number);
        var customer = _check.Text(order, "user_id", path);
        _check.Must(_methods.ContainsKey(customer), path + "/user_id", "names a customer who is not in the file");
        var state = _check.Text(order, "status", path);
        _check.Must(States.Contains(state), path + "/status", $"must be one of {string.Join(", ", States)}");
        var items = _check.Elements(order, "items", path).Select(one => Item(one.Path, one.Value)).ToList();
        _check.Must(items.Count > 0, path + "/items", "must not be empty");
        var money = _check.Elements(order, "payment_history", path).Select(one => Move(one.Path, one.Value, customer)).ToList();
        var own = items.Select(item => item.Sku).ToHashSet();
        var fulfilments = _check.Elements(order, "fulfillments", path).Select(one => Fulfilment(one.Path, one.Value, own)).ToList();
        return new RetailOrder(number, customer, state, Address(order, path), items, money, fulfilments);
    }

    private RetailItem Item(string path, JsonElement item)
    {
        var sku = _check.Text(item, "item_id", path);
        _check.Must(_skus.Contains(sku), path + "/item_id", "names a variant that is not in the file");
        return new RetailItem(
            sku, _check.Text(item, "product_id", path), _check.Text(item, "name", path), _check.Options(item, path), _check.Cents(item, "price", path));
    }

    private RetailMoneyMove Move(string path, JsonElement move, string customer)
    {
        var kind = _check.Text(move, "transaction_type", path);
        _check.Must(kind is "payment" or "refund", path + "/transaction_type", "must be payment or refund");
        var method = _check.Text(move, "payment_method_id", path);
        _check.Must(_methods.GetValueOrDefault(customer)?.Contains(method) != false, path + "/payment_method_id", "is not a payment method of the customer");
        return new RetailMoneyMove(kind, _check.Cents(move, "amount", path), method);
    }

    private RetailFulfilment Fulfilment(string path, JsonElement fulfilment, HashSet<string> own)
    {
        var tracking = Texts(fulfilment, "tracking_id", path);
        _check.Must(tracking.Count > 0, path + "/tracking_id", "must name a tracking number");
        var skus = Texts(fulfilment, "item_ids", path);
        _check.Must(skus.All(own.Contains), path + "/item_ids", "names an item that is not in the order");
        return new RetailFulfilment(tracking, skus);
    }

    private List<string> Texts(JsonElement parent, string name, string path) => _check.Elements(parent, name, path).Select(one =>
    {
        _check.Must(one.Value.ValueKind == JsonValueKind.String, one.Path, "must be a text");
        return one.Value.ValueKind == JsonValueKind.String ? one.Value.GetString()! : "";
    }).ToList();
}
