namespace FunctionsPipeline.Analysis;

/// <summary>
/// Finds the connected pieces of masks of one size; pixels that touch at a side or a corner belong together. All memory is taken by the
/// constructor. Not for several threads.
/// </summary>
/// <remarks>One pass gives provisional labels and joins those that meet (union-find), a second one numbers what is left.</remarks>
public sealed class ConnectedComponents
{
    private readonly int[] _labels;
    private readonly Piece[] _pieces;
    private readonly ConnectedComponent[] _components;
    private int _count;

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public ConnectedComponents(int widthPx, int heightPx)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        (WidthPx, HeightPx) = (widthPx, heightPx);
        _labels = new int[checked(widthPx * heightPx)];
        // Of any 2 x 2 pixels at most one can be a piece of its own. Number 0 is the background.
        var piecesMax = (widthPx + 1) / 2 * ((heightPx + 1) / 2);
        _pieces = new Piece[piecesMax + 1];
        _components = new ConnectedComponent[piecesMax];
    }

    /// <summary>Pixels in a row.</summary>
    public int WidthPx { get; }

    /// <summary>Rows.</summary>
    public int HeightPx { get; }

    /// <summary>For every pixel of the mask seen last, row by row: the label of its blob, 0 outside and in pieces that were too small.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Finds the pieces of a mask.</summary>
    /// <param name="mask">Row by row without gaps; everything but 0 belongs to a piece.</param>
    /// <param name="areaMinPx">Smaller pieces are left out.</param>
    /// <returns>The blobs by their first pixel, from the top left. Good until the next call.</returns>
    /// <exception cref="ArgumentException">The mask has another size.</exception>
    public ReadOnlySpan<ConnectedComponent> Find(ReadOnlySpan<byte> mask, int areaMinPx = 1)
    {
        if (mask.Length != _labels.Length)
        {
            throw new ArgumentException($"A mask of {mask.Length} pixels was given; {WidthPx}x{HeightPx} are needed.", nameof(mask));
        }

        _count = 0;
        Array.Clear(_labels);
        for (var y = 0; y < HeightPx; y++) LabelRow(mask.Slice(y * WidthPx, WidthPx), y);
        var blobs = Collect(areaMinPx);
        for (var index = 0; index < _labels.Length; index++)
        {
            if (_labels[index] != 0) _labels[index] = _pieces[_labels[index]].Label;
        }

        return _components.AsSpan(0, blobs);
    }

    private void LabelRow(ReadOnlySpan<byte> mask, int y)
    {
        var x = 0;
        while (true)
        {
            var gap = mask[x..].IndexOfAnyExcept((byte)0);
            if (gap < 0) return;
            x += gap;
            var length = mask[x..].IndexOf((byte)0);
            var end = length < 0 ? mask.Length : x + length;
            LabelRun(x, end, y);
            if (end == mask.Length) return;
            x = end;
        }
    }

    /// <summary>Labels a run of pixels with the pieces it touches in the row above, or as a new one.</summary>
    private void LabelRun(int first, int end, int y)
    {
        var label = 0;
        if (y > 0)
        {
            var above = _labels.AsSpan((y - 1) * WidthPx, WidthPx);
            for (var x = Math.Max(0, first - 1); x < Math.Min(WidthPx, end + 1); x++)
            {
                if (above[x] == 0) continue;
                label = label == 0 ? RootOf(above[x]) : Join(label, above[x]);
            }
        }

        if (label == 0)
        {
            label = ++_count;
            _pieces[label] = new Piece { Parent = label, Left = first, Right = end - 1, Top = y };
        }

        _labels.AsSpan(y * WidthPx + first, end - first).Fill(label);
        _pieces[label].AddRun(first, end, y);
    }

    private int RootOf(int label)
    {
        while (_pieces[label].Parent != label)
        {
            // Halving the path keeps later searches short.
            _pieces[label].Parent = _pieces[_pieces[label].Parent].Parent;
            label = _pieces[label].Parent;
        }

        return label;
    }

    /// <summary>The smaller label stays the root, so that roots come in the order of their first pixels.</summary>
    private int Join(int one, int other)
    {
        (one, other) = (RootOf(one), RootOf(other));
        if (one == other) return one;
        var (root, child) = (Math.Min(one, other), Math.Max(one, other));
        _pieces[root].Take(_pieces[child]);
        _pieces[child].Parent = root;
        return root;
    }

    private int Collect(int areaMinPx)
    {
        var blobs = 0;
        for (var label = 1; label <= _count; label++)
        {
            ref var piece = ref _pieces[label];
            if (piece.Parent != label)
            {
                // A root has a smaller number and is done already.
                piece.Label = _pieces[RootOf(label)].Label;
                continue;
            }

            piece.Label = piece.Area < areaMinPx ? 0 : blobs + 1;
            if (piece.Label != 0) _components[blobs++] = piece.ToComponent();
        }

        return blobs;
    }

    private struct Piece
    {
        public int Parent;
        public int Label;
        public int Area;
        public int Left;
        public int Right;
        public int Top;
        private int _bottom;
        private long _sumX;
        private long _sumY;

        public void AddRun(int first, int end, int y)
        {
            var length = end - first;
            Area += length;
            _sumX += (long)(first + end - 1) * length / 2;
            _sumY += (long)y * length;
            Left = Math.Min(Left, first);
            Right = Math.Max(Right, end - 1);
            _bottom = Math.Max(_bottom, y);
        }

        public void Take(in Piece other)
        {
            Area += other.Area;
            _sumX += other._sumX;
            _sumY += other._sumY;
            Left = Math.Min(Left, other.Left);
            Right = Math.Max(Right, other.Right);
            Top = Math.Min(Top, other.Top);
            _bottom = Math.Max(_bottom, other._bottom);
        }

        public readonly ConnectedComponent ToComponent() =>
            new(Label, Area, Left, Top, Right - Left + 1, _bottom - Top + 1, (double)_sumX / Area, (double)_sumY / Area);
    }
}
