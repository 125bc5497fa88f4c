namespace FunctionsPipeline.Analysis;

/// <summary>
/// Least squares of a result on several columns at once, within blocks (each block keeps a level of its own), block after block without
/// keeping them. In a balanced design the coefficient of a trap's column (0 absent, 1 present) is the plain difference of the two means, and
/// the variance is what is left after blocks and the other columns have explained theirs. Not for several threads.
/// </summary>
public sealed class BlockedRegression
{
    // A column whose own variation is below this part of it after the others are taken out cannot be told from them.
    private const double DependenceTolerance = 1e-9;

    // Column _columns is the result.
    private readonly int _columns;
    private readonly double[] _blockSums;
    private readonly double[,] _blockProducts;
    private readonly double[,] _products;
    private long _blockRows;

    /// <summary>Starts with nothing.</summary>
    /// <param name="columns">Columns of a row, at least 1.</param>
    public BlockedRegression(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        _columns = columns;
        _blockSums = new double[columns + 1];
        _blockProducts = new double[columns + 1, columns + 1];
        _products = new double[columns + 1, columns + 1];
    }

    /// <summary>Rows in closed blocks.</summary>
    public long Rows { get; private set; }

    /// <summary>Closed blocks with at least one row.</summary>
    public int Blocks { get; private set; }

    /// <summary>Adds equal rows to the open block.</summary>
    /// <param name="columns">One value a column.</param>
    /// <param name="result">What is explained.</param>
    /// <param name="rows">How many rows, 0 or more.</param>
    /// <exception cref="ArgumentException">The row has another number of columns.</exception>
    public void Add(ReadOnlySpan<double> columns, double result, long rows = 1)
    {
        if (columns.Length != _columns) throw new ArgumentException($"A row has {_columns} columns, not {columns.Length}.", nameof(columns));

        _blockRows += rows;
        for (var i = 0; i <= _columns; i++)
        {
            var value = rows * (i == _columns ? result : columns[i]);
            _blockSums[i] += value;
            for (var j = i; j <= _columns; j++) _blockProducts[i, j] += value * (j == _columns ? result : columns[j]);
        }
    }

    /// <summary>Ends the open block; the next row starts another.</summary>
    public void CloseBlock()
    {
        if (_blockRows == 0) return;

        for (var i = 0; i <= _columns; i++)
        {
            for (var j = i; j <= _columns; j++) _products[i, j] += _blockProducts[i, j] - (_blockSums[i] * _blockSums[j] / _blockRows);
        }

        Rows += _blockRows;
        Blocks++;
        _blockRows = 0;
        Array.Clear(_blockSums);
        Array.Clear(_blockProducts);
    }

    /// <summary>One coefficient a column; null for a column that the rows do not tell from the others, or when too few rows are left.</summary>
    public IReadOnlyList<RegressionCoefficient?> Solve()
    {
        var (inverse, isTold) = InvertProducts();
        var values = new double[_columns];
        var residual = _products[_columns, _columns];
        for (var i = 0; i < _columns; i++)
        {
            for (var j = 0; j < _columns; j++) values[i] += inverse[i, j] * _products[j, _columns];
            residual -= values[i] * _products[i, _columns];
        }

        var degreesOfFreedom = Rows - Blocks - isTold.Count(told => told);
        var coefficients = new RegressionCoefficient?[_columns];
        if (degreesOfFreedom < 1) return coefficients;

        // Rounding can leave a residual a hair below zero where everything is explained.
        var spread = Math.Max(0, residual) / degreesOfFreedom;
        for (var i = 0; i < _columns; i++)
        {
            if (isTold[i]) coefficients[i] = new RegressionCoefficient(values[i], spread, inverse[i, i], degreesOfFreedom);
        }

        return coefficients;
    }

    /// <summary>Gauss and Jordan's sweeps; columns that depend on earlier ones are left out, with zeros in their places.</summary>
    private (double[,] Inverse, bool[] IsTold) InvertProducts()
    {
        var swept = new double[_columns, _columns];
        for (var i = 0; i < _columns; i++)
        {
            for (var j = 0; j < _columns; j++) swept[i, j] = i <= j ? _products[i, j] : _products[j, i];
        }

        var isTold = new bool[_columns];
        for (var pivot = 0; pivot < _columns; pivot++)
        {
            isTold[pivot] = swept[pivot, pivot] > DependenceTolerance * _products[pivot, pivot];
            if (isTold[pivot]) Sweep(swept, pivot);
        }

        for (var i = 0; i < _columns; i++)
        {
            for (var j = 0; j < _columns; j++) swept[i, j] = isTold[i] && isTold[j] ? swept[i, j] : 0;
        }

        return (swept, isTold);
    }

    private void Sweep(double[,] matrix, int pivot)
    {
        var scale = matrix[pivot, pivot];
        for (var i = 0; i < _columns; i++)
        {
            if (i == pivot) continue;
            for (var j = 0; j < _columns; j++)
            {
                if (j != pivot) matrix[i, j] -= matrix[i, pivot] * matrix[pivot, j] / scale;
            }
        }

        for (var i = 0; i < _columns; i++)
        {
            if (i == pivot) continue;
            matrix[pivot, i] /= scale;
            matrix[i, pivot] /= -scale;
        }

        matrix[pivot, pivot] = 1 / scale;
    }
}

/// <summary>What a column does to the result.</summary>
/// <param name="Value">Change of the result for a change of the column by 1.</param>
/// <param name="Spread">Estimated variance of a row about what the columns explain; 0 when they explain everything.</param>
/// <param name="Factor">Variance of <paramref name="Value"/> for a spread of 1; small where rows are many.</param>
/// <param name="DegreesOfFreedom">Of <paramref name="Spread"/>, at least 1.</param>
public readonly record struct RegressionCoefficient(double Value, double Spread, double Factor, long DegreesOfFreedom)
{
    /// <summary>Estimated variance of <see cref="Value"/>.</summary>
    public double Variance => Spread * Factor;

    /// <summary>The 95 % interval by Student's distribution.</summary>
    public ConfidenceInterval Interval
    {
        get
        {
            var half = StudentDistribution.TwoSidedQuantile(SampleSize.Level, DegreesOfFreedom) * Math.Sqrt(Variance);
            return new ConfidenceInterval(Value - half, Value + half);
        }
    }

    /// <summary>Two-sided p value of "no effect"; 1 when nothing is left to judge by.</summary>
    public double PValue => Variance > 0 ? StudentDistribution.TwoSidedP(Value / Math.Sqrt(Variance), DegreesOfFreedom) : 1;
}
