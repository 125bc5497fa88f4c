namespace FunctionsPipeline.Simulator.Language;

/// <summary>A place in an answer that is being written.</summary>
/// <param name="Name">Name of the property, or of the list for an item.</param>
/// <param name="Draw">Chance of this place.</param>
/// <param name="Depth">Number of steps from the root.</param>
internal sealed record AnswerPlace(string Name, Draw Draw, int Depth)
{
    /// <summary>What the nearest list item around it stands for; null outside of such items.</summary>
    public ListedItem? Item { get; private init; }

    /// <summary>Number of the nearest list item around it, from 0.</summary>
    public int Index { get; private init; }

    /// <summary>Chance of the nearest list around it, which all its items share.</summary>
    public Draw List { get; private init; } = Draw;

    /// <summary>Names of the properties around it, the outermost first.</summary>
    public IReadOnlyList<string> Above { get; private init; } = [];

    /// <summary>A property.</summary>
    public AnswerPlace Under(string name) =>
        this with { Name = name, Draw = Draw.For(name), Depth = Depth + 1, Above = Name.Length == 0 ? Above : [.. Above, Name] };

    /// <summary>An item of this list.</summary>
    public AnswerPlace At(int index, ListedItem? item) =>
        this with { Draw = Draw.For(index), Depth = Depth + 1, Index = index, Item = item ?? Item, List = Draw };

    /// <summary>The same place behind a reference.</summary>
    public AnswerPlace Deeper() => this with { Depth = Depth + 1 };
}

/// <summary>The form of a list's items.</summary>
/// <param name="Names">Names that an item may have; empty when its name is free; null when it has no name.</param>
/// <param name="Properties">Names of its properties; empty when it is no object.</param>
/// <param name="Choices">What an item may be, when it is a choice; null when it is none.</param>
internal sealed record ItemForm(IReadOnlyList<string>? Names, IReadOnlyList<string> Properties, IReadOnlyList<string>? Choices);
