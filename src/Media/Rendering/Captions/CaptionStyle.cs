namespace FunctionsPipeline.Media;

/// <summary>How captions look. Lengths are shares of the picture, so that every size looks the same.</summary>
public sealed record CaptionStyle
{
    /// <summary>Size of the font (its em), share of the picture's width. Default 0.082: three to four words in two lines at most.</summary>
    public double FontSize { get; init; } = 0.082;

    /// <summary>How far the lowest line stands above the lower edge, share of the height. Default 0.26: below it lie the buttons of the players.</summary>
    public double BottomMargin { get; init; } = 0.26;

    /// <summary>Free space left and right, share of the width. Default 0.09.</summary>
    public double SideMargin { get; init; } = 0.09;

    /// <summary>Colour of the words, <c>rrggbb</c>. Default white.</summary>
    public string Color { get; init; } = "ffffff";

    /// <summary>Colour of the word that is spoken, <c>rrggbb</c>. Default a warm yellow.</summary>
    public string SpokenColor { get; init; } = "ffd23f";
}
