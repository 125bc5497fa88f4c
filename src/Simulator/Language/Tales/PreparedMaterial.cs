using System.Text.Json.Nodes;

namespace FunctionsPipeline.Simulator.Language.Tales;

/// <summary>An answer that is ready, put into the form that was asked for. What the form asks for beyond it is made up as for any request.</summary>
internal sealed class PreparedMaterial(LanguageRequest request, JsonObject answer) : AnswerMaterial(request)
{
    /// <inheritdoc/>
    public override IReadOnlyList<ListedItem>? ItemsOf(AnswerPlace place, ItemForm form) =>
        Find(place, withoutItem: true) is JsonArray list ? [.. list.Select((_, index) => new ListedItem(index.ToString(System.Globalization.CultureInfo.InvariantCulture), ""))] : base.ItemsOf(place, form);

    /// <inheritdoc/>
    public override string Text(AnswerPlace place) => Find(place, withoutItem: false)?.ToString() ?? base.Text(place);

    /// <inheritdoc/>
    public override int Choice(IReadOnlyList<string> choices, AnswerPlace place) =>
        Find(place, withoutItem: false)?.ToString() is { } wanted && Find(choices, wanted) is { } index ? index : base.Choice(choices, place);

    private JsonNode? Find(AnswerPlace place, bool withoutItem)
    {
        JsonNode? node = answer;
        foreach (var name in place.Above.Append(place.Name))
        {
            if (node is JsonArray list) node = place.Index < list.Count ? list[place.Index] : null;
            node = node is JsonObject inner ? inner[name] : null;
        }

        return node is JsonArray items && !withoutItem ? place.Index < items.Count ? items[place.Index] : null : node;
    }
}
