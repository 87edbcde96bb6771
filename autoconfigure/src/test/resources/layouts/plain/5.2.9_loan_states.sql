-- A value added here may be used only after this transaction.
ALTER TYPE loan_state ADD VALUE 'lost';
