"""Operations that the program itself uses; clients may copy them."""
